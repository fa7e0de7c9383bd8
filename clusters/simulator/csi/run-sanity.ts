import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtempDisposable, readFile, rmdir, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clockAt } from '../../../harness/clock.ts';
import type { Topology } from '../../topology/topology.ts';
import { simulatedCloud } from '../cloud/cloud.ts';
import { type DriverDefinition, type Mounter, tableMounter } from './definition.ts';
import { startDriver } from './driver.ts';
import type { StringMap } from './messages.ts';
import { type SanityTest, testsIn } from './sanity-summary.ts';

interface SanityOptions {
  /** With two machines, node1 and node2. */
  readonly topology: Topology;
  /** Bytes; csi-sanity's own sizes when absent: 10 GiB, and 1 GiB more to grow. */
  readonly volumeSize?: number;
  readonly expandSize?: number;
  /** Of the StorageClass. */
  readonly parameters?: StringMap;
  /** Path of csi-sanity. */
  readonly program: string;
  readonly signal: AbortSignal;
}

/** Runs csi-sanity against a driver on its own cloud; rejects when there is no report. */
export async function runSanity(definition: DriverDefinition, options: SanityOptions): Promise<readonly SanityTest[]> {
  const { topology, volumeSize, expandSize, parameters = {}, program, signal } = options;
  await using directory = await mkdtempDisposable(join(tmpdir(), 'plimsoll-sanity-'));
  const at = (name: string) => join(directory.path, name);
  const cloud = simulatedCloud({ clock: clockAt(1), topology });
  const mounter = (machine: string) => withRealDirectories(tableMounter(cloud.mounts(machine)));
  await using driver = await startDriver(definition, { cloud, directory: directory.path, mounter });

  await using _node = await delayedSocket(at('node.sock'), await driver.nodeSocket('node1'));
  await using _controller = await delayedSocket(at('controller.sock'), driver.controllerSocket);

  // JSON is YAML.
  await writeFile(at('parameters.yaml'), JSON.stringify(parameters));
  const flags = {
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
  const given = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
  const child = spawn(program, given, { cwd: directory.path, stdio: ['ignore', 'pipe', 'pipe'], signal });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  await once(child, 'close');
  const report = await readFile(at('report.json'), 'utf8').catch((cause: unknown) => {
    throw new Error(`csi-sanity of ${definition.name} left no report; its output:\n${output}`, { cause });
  });
  return testsIn(report);
}

/** Milliseconds in which a process gets from one statement to the next, however busy the machine is. */
const delay = 250;

/**
 * A unix socket in front of another that lets each connection through after a moment. csi-sanity asks twice in a row
 * whether its connection is ready (Connect in csi-test's utils/grpcutil.go). It takes a connection that becomes ready
 * in between for one that never does, and fails a test a minute later; only a server on the same machine is so fast.
 */
export async function delayedSocket(path: string, to: string): Promise<AsyncDisposable> {
  const open = new Set<Socket>();
  const server = createServer((client) => void letThrough(client));
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
    await sleep(delay);
    const driver = keep(connect(to));
    client.pipe(driver).pipe(client);
  }

  function keep(socket: Socket): Socket {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    return socket;
  }
}

/** Makes and removes mount points on this machine too, where csi-sanity looks for them; nothing is mounted there. */
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
