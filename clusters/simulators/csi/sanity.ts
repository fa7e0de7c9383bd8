import { homedir } from 'node:os';
import { join } from 'node:path';
import { driverProfiles } from '../../clouds/clouds.ts';
import { findSanity } from '../../embedded/binaries/csi.ts';
import { runSanity } from './sanity/run-sanity.ts';
import { summary } from './sanity/summary.ts';

// `npm run sanity [driver…]`: csi-sanity against every driver and every release of it; ends with 1 when a test fails.

const { signal, abort } = stoppable();
const wanted = process.argv.slice(2);
const profiles = Object.entries(driverProfiles).flatMap(([driver, releases]) =>
  wanted.length === 0 || wanted.includes(driver)
    ? Object.entries(releases).map(([release, definition]) => ({ title: `${driver} ${release}`, definition }))
    : [],
);
if (profiles.length === 0) throw new Error(`expected names of ${Object.keys(driverProfiles).join(', ')}: ${wanted}`);

process.once('SIGINT', abort);
const program = await findSanity({
  cache: join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plimsoll'),
  sources: ['cache', 'go'],
  progress: (line) => console.error(line),
  signal,
});
const width = Math.max(...profiles.map(({ title }) => title.length));
for (const { title, definition } of profiles) {
  const { lines, passed } = summary(title.padEnd(width), definition, await runSanity(definition, program, signal));
  for (const line of lines) console.log(line);
  if (!passed) process.exitCode = 1;
}

function stoppable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
