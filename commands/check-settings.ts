import { checkBinarySettings } from '../clusters/control-plane/binaries/binaries.ts';
import { environment } from './environment.ts';
import { checkMinor } from './minors.ts';

const longestCheck = 30_000;

/** Throws a BadInputError, before anything is started, when the minor, the registry or the directory of programs cannot be used. */
export async function checkSettings(kubernetes: string | undefined): Promise<void> {
  checkMinor(kubernetes);
  const { cache, assets, registry } = environment();
  const signal = AbortSignal.timeout(longestCheck);
  await checkBinarySettings({ kubernetes, cache, directory: assets, registry, signal });
}
