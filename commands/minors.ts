import { supportedVersions } from '../clusters/control-plane/binaries/versions.ts';
import { BadInputError } from '../harness/bad-input.ts';

/** Throws a BadInputError unless `--kubernetes` was left out or names a minor that we know. */
export function checkMinor(kubernetes: string | undefined): void {
  const minors = supportedVersions.map(({ minor }) => minor);
  if (kubernetes === undefined || minors.includes(kubernetes)) return;
  throw new BadInputError(`--kubernetes ${kubernetes}: expected one of ${minors.join(', ')}`);
}
