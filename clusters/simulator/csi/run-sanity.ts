import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtempDisposable, readFile, rmdir, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clockAt } from '../../../harness/clock.ts';
import { type DriverDefinition, type Mounter, tableMounter } from './definition.ts';
import { startDriver } from './driver.ts';
import { simulatedCloud } from '../../simulators/cloud/simulated-cloud.ts';
import { sanitySettings, twoMachines } from '../../simulators/csi/sanity/settings.ts';
import { type SanityTest, testsIn } from '../../simulators/simulators/csi/sanity/tests-in.ts';

/** Runs csi-sanity against a driver on a cloud of its own; rejects when it left no report. */
export async function runSanity(
  definition: DriverDefinition,
  program: string,
  signal: AbortSignal,
): Promise<readonly SanityTest[]> {
  await using directory = await mkdtempDisposable(join(tmpdir(), 'plimsoll-sanity-'));
  const at = (name: string) => join(directory.path, name);
  const settings = sanitySettings[definition.short];
  const cloud = simulatedCloud({ clock: clockAt(1), topology: twoMachines(settings) });
  const mounter = (machine: string) => withRealDirectories(tableMounter(cloud.mounts(machine)));
  await using driver = await startDriver(definition, { cloud, directory: directory.path, mounter });

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

/** Long enough for a process to get from one statement to the next, however busy the machine is; two connections wait so long. */
const late = 250;

/**
 * A unix socket in front of another that lets each connection through a moment after it was made. csi-sanity asks twice in a row
 * whether its connection is ready (Connect in csi-test's utils/grpcutil.go); one that becomes ready in between, as only a
 * server on the same machine is so fast, it takes for one that never does, and fails a test a minute later.
 */
export async function lateSocket(path: string, to: string): Promise<AsyncDisposable> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    void letThrough(client);
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };

  async function letThrough(client: Socket): Promise<void> {
    keep(client);
    await sleep(late);
    const driver = keep(connect(to));
    client.pipe(driver).pipe(client);
  }

  /** What breaks on one side ends the other one. */
  function keep(socket: Socket): Socket {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    return socket;
  }
}

/** Makes and removes the mount points on this machine too, where csi-sanity looks for them; nothing is mounted there. */
export function withRealDirectories(mounter: Mounter): Mounter {
  const made = new Set<string>();
  async function make(path: string): Promise<void> {
    if (await mkdir(path, { recursive: true })) made.add(path);
  }
  return {
    ...mounter,
    async mount(path, ...rest) {
      await make(path);
      await mounter.mount(path, ...rest);
    },
    async bind(from, to, ...rest) {
      await make(to);
      await mounter.bind(from, to, ...rest);
    },
    async unmount(path) {
      await mounter.unmount(path);
      if (made.delete(path)) await rmdir(path);
    },
  };
}
