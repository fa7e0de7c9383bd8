import { homedir } from 'node:os';
import { join } from 'node:path';
import { driverProfiles } from './clouds/clouds.ts';
import { sanitySettings, twoMachines, withValidIds } from './clouds/sanity-settings.ts';
import { findSanity } from './control-plane/binaries/binaries.ts';
import { runSanity } from './simulator/csi/run-sanity.ts';
import { summary } from './simulator/csi/sanity-summary.ts';

// `npm run sanity [driver…]`: runs csi-sanity against each release of each driver; exits with 1 when a test fails.

const interrupted = new AbortController();
const { signal } = interrupted;
const wanted = process.argv.slice(2);
const profiles = Object.entries(driverProfiles).flatMap(([driver, releases]) =>
  wanted.length === 0 || wanted.includes(driver)
    ? Object.entries(releases).map(([release, definition]) => ({ title: `${driver} ${release}`, definition }))
    : [],
);
if (profiles.length === 0) throw new Error(`expected names of ${Object.keys(driverProfiles).join(', ')}: ${wanted}`);

process.once('SIGINT', () => interrupted.abort());
const program = await findSanity({
  cache: join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plimsoll'),
  sources: ['cache', 'go'],
  progress: (line) => console.error(line),
  signal,
});
const width = Math.max(...profiles.map(({ title }) => title.length));
for (const { title, definition } of profiles) {
  const settings = sanitySettings(definition.short);
  const tests = await runSanity(withValidIds(definition), {
    ...settings,
    topology: twoMachines(settings),
    program,
    signal,
  });
  const { lines, passed } = summary(title.padEnd(width), definition, tests);
  for (const line of lines) console.log(line);
  if (!passed) process.exitCode = 1;
}
