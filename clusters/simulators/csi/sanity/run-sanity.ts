import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clockAt } from '../../../../harness/clock.ts';
import { sanitySettings, twoMachines, withValidIds } from '../../../clouds/sanity-settings.ts';
import { simulatedCloud } from '../../cloud/simulated-cloud.ts';
import type { DriverDefinition } from '../definition.ts';
import { startDriver } from '../driver.ts';
import { tableMounter } from '../mounter.ts';
import { lateSocket } from './late-socket.ts';
import { withRealDirectories } from './real-directories.ts';
import { type SanityTest, testsIn } from './tests-in.ts';

/** Runs csi-sanity against a driver on a cloud of its own; rejects when it left no report. */
export async function runSanity(
  definition: DriverDefinition,
  program: string,
  signal: AbortSignal,
): Promise<readonly SanityTest[]> {
  await using directory = await mkdtempDisposable(join(tmpdir(), 'plimsoll-sanity-'));
  const at = (name: string) => join(directory.path, name);
  const settings = sanitySettings(definition.short);
  const cloud = simulatedCloud({ clock: clockAt(1), topology: twoMachines(settings) });
  const mounter = (machine: string) => withRealDirectories(tableMounter(cloud.mounts(machine)));
  await using driver = await startDriver(withValidIds(definition), { cloud, directory: directory.path, mounter });

  await using _node = await lateSocket(at('node.sock'), await driver.nodeSocket('node1'));
  await using _controller = await lateSocket(at('controller.sock'), driver.controllerSocket);

  const { volumeSize, expandSize, parameters = {} } = settings;
  // JSON is YAML.
  await writeFile(at('parameters.yaml'), JSON.stringify(parameters));
  const wanted = {
    'csi.endpoint': at('node.sock'),
    'csi.controllerendpoint': at('controller.sock'),
    'csi.mountdir': at('mount'),
    'csi.stagingdir': at('staging'),
    'csi.testvolumeparameters': at('parameters.yaml'),
    'csi.testnodevolumeattachlimit': true,
    ...(volumeSize && { 'csi.testvolumesize': volumeSize }),
    ...(expandSize && { 'csi.testvolumeexpandsize': expandSize }),
    'ginkgo.json-report': at('report.json'),
    'ginkgo.no-color': true,
    'ginkgo.seed': 1,
  };
  const child = spawn(
    program,
    Object.entries(wanted).map(([name, value]) => `--${name}=${value}`),
    { cwd: directory.path, stdio: ['ignore', 'pipe', 'pipe'], signal },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  await once(child, 'close');
  const report = await readFile(at('report.json'), 'utf8').catch((cause: unknown) => {
    throw new Error(`csi-sanity of ${definition.name} left no report; it said:\n${output}`, { cause });
  });
  return testsIn(report);
}
