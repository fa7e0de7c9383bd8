import { cp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../harness/api/connection.ts';
import type { Binaries } from '../control-plane/binaries/binaries.ts';
import { type Connections, writeCredentials } from '../control-plane/credentials/credentials.ts';
import { type Component, checkProgram } from '../control-plane/processes/component.ts';
import { type ConnectTo, openEgressProxy } from '../control-plane/processes/egress-proxy.ts';
import { startError } from '../control-plane/processes/failure.ts';
import {
  egressSelection,
  egressSelector,
  egressSocket,
  etcdData,
  etcdFlags,
  schedulerConfig,
  schedulerConfiguration,
} from '../control-plane/processes/flags.ts';
import { freePorts, type Ports } from '../control-plane/processes/ports.ts';
import { startComponents } from '../control-plane/processes/start-components.ts';
import { openStateDirectory, type StateDirectory } from '../control-plane/state/state-directory.ts';
import type { ControlPlaneOptions } from '../control-plane/transient-cluster.ts';
import { type ControlPlane, openControlPlane } from './processes.ts';

export interface Started {
  readonly connection: Connection;
  readonly etcd: Component;
  readonly others: readonly Component[];
  readonly state: StateDirectory;
  readonly plane: ControlPlane;
}

export interface ClusterToStart extends ControlPlaneOptions {
  readonly binaries: Binaries;
  readonly pace: number;
  /** Free ones when absent. */
  readonly ports?: Ports | undefined;
  /** Directory of etcd data to begin with; those of a new cluster when absent. */
  readonly prepared?: string | undefined;
  readonly signal: AbortSignal;
}

/** Starts a cluster in a new state directory. What must be undone is on the stack, whether it starts or not. */
export async function startInDirectory(cluster: ClusterToStart, undo: AsyncDisposableStack): Promise<Started> {
  const { binaries, prepared, pace, longestStart = 60_000, connectTo = () => false } = cluster;
  const state = undo.use(await openStateDirectory());
  const plane = undo.use(openControlPlane(binaries, state));
  const { launch, logs, broken } = plane;
  const [ports] = await Promise.all([
    cluster.ports ?? freePorts(),
    mkdir(logs),
    prepared && cp(prepared, join(state.path, etcdData), { recursive: true }),
  ]);
  const signal = AbortSignal.any([cluster.signal, broken, AbortSignal.timeout(longestStart)]);
  try {
    // Before anything is started, as the scheduler is started late.
    Object.values(binaries.paths).forEach(checkProgram);
    const etcd = launch('etcd', etcdFlags());
    const connections = await writeConfiguration(state.path, { ports, pace, connectTo, undo });
    signal.throwIfAborted();
    const kill = ({ process }: Component, how: 'SIGSTOP' | 'SIGCONT') => void process.kill(how);
    const others = await startComponents({ launch, kill, connections, ports, host: '127.0.0.1', pace, signal });
    return { connection: connections.admin, etcd, others, state, plane };
  } catch (error) {
    const { logsOfFailures: keepIn = tmpdir(), signal } = cluster;
    throw await startError(error as Error, { cluster: 'embedded', logs, keepIn, signal });
  }
}

interface Configuration extends Pick<ClusterToStart, 'pace'> {
  readonly ports: Ports;
  readonly connectTo: ConnectTo;
  readonly undo: AsyncDisposableStack;
}

async function writeConfiguration(
  directory: string,
  { ports, pace, connectTo, undo }: Configuration,
): Promise<Connections> {
  const write = (name: string, content: object) =>
    writeFile(join(directory, name), JSON.stringify(content), { mode: 0o600 });
  const [connections, proxy] = await Promise.all([
    writeCredentials(directory, `https://127.0.0.1:${ports.apiServer}`),
    openEgressProxy(join(directory, egressSocket), connectTo),
    write(egressSelector, egressSelection),
    write(schedulerConfiguration, schedulerConfig(pace)),
  ]);
  undo.use(proxy);
  return connections;
}
