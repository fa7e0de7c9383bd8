import { type FindBinariesOptions, findBinaries } from '../binaries/binaries.ts';
import { programSources, type Settings } from '../settings.ts';

/** The real control plane's programs, from wherever the settings say. */
export function realPrograms(settings: Settings) {
  return {
    cache: settings.cache,
    findBinaries: (wanted: Pick<FindBinariesOptions, 'kubernetes' | 'architecture' | 'progress' | 'signal'>) =>
      findBinaries({ ...wanted, ...programSources(settings) }),
  };
}
