import { BadInputError } from '../harness/errors.ts';

/** Throws a BadInputError unless `--name` can name a cluster, and the files that tell of it. */
export function checkName(name: string): void {
  if (/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(name)) return;
  throw new BadInputError(`--name ${name}: expected at most 40 of a-z, 0-9 and -, with a letter or digit at both ends`);
}
