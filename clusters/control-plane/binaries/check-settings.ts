import { registryAddress } from '../registry/registry-address.ts';
import type { FindBinariesOptions } from './binaries.ts';
import { readCached } from './cache.ts';
import { checkDirectory } from './named-directory.ts';
import { controlPlanePart } from './part.ts';
import { binariesDirectory } from './sources.ts';
import { versionsOf } from './versions.ts';

type BinarySettings = Pick<FindBinariesOptions, 'kubernetes' | 'cache' | 'directory' | 'registry' | 'signal'>;

/**
 * Rejects with a BadInputError when the registry's address cannot be read, or when the directory that the user named would be
 * asked, as the cache does not have the programs, and lacks some or has another minor's. Fetches nothing.
 */
export async function checkBinarySettings(settings: BinarySettings): Promise<void> {
  const { kubernetes, cache, directory, registry, signal } = settings;
  registryAddress(registry);
  if (!directory) return;
  const part = controlPlanePart(versionsOf(kubernetes));
  if (await readCached(binariesDirectory(cache), part)) return;
  await checkDirectory(directory, part, signal);
}
