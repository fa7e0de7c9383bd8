import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fillCache } from '../binaries/cache.ts';
import { controlPlanePart } from '../binaries/programs.ts';
import { versionsOf } from '../binaries/versions.ts';
import { fakeProgram } from './fake-programs.ts';

// A process for cache.test.ts to kill while it fills the cache.
const part = controlPlanePart(versionsOf());
await fillCache(process.argv[2] ?? '', part, {
  async fill(directory) {
    for (const { name } of part.programs)
      await writeFile(join(directory, name), fakeProgram(name, '1.37.2'), { mode: 0o755 });
    process.send?.('filling');
    return new Promise(() => setInterval(() => {}, 1000));
  },
  refetch: false,
  progress: () => {},
  signal: AbortSignal.any([]),
});
