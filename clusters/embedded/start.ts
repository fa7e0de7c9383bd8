import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiClient } from '../../harness/api/client.ts';
import type { Connection } from '../../harness/api/connection.ts';
import type { Binaries } from '../control-plane/binaries/binaries.ts';
import { type Connections, writeCredentials } from '../control-plane/credentials/credentials.ts';
import { type Component, checkProgram } from '../control-plane/processes/component.ts';
import { type ConnectTo, openEgressProxy } from '../control-plane/processes/egress-proxy.ts';
import { inTime, startError } from '../control-plane/processes/failure.ts';
import {
  apiServerFlags,
  apiServerMemory,
  controllerManagerFlags,
  egressSelection,
  egressSelector,
  egressSocket,
  etcdData,
  etcdFlags,
  schedulerConfig,
  schedulerConfiguration,
  schedulerFlags,
} from '../control-plane/processes/flags.ts';
import { freePorts, type Ports } from '../control-plane/processes/ports.ts';
import {
  longInterval,
  untilEventsAreServed,
  untilHealthy,
  untilPodsCanBeCreated,
} from '../control-plane/processes/readiness.ts';
import { usePreparedData } from '../control-plane/state/prepared-data.ts';
import { openStateDirectory, type StateDirectory } from '../control-plane/state/state-directory.ts';
import { type ControlPlane, openControlPlane } from './processes.ts';

export interface Started {
  readonly connection: Connection;
  readonly etcd: Component;
  readonly others: readonly Component[];
}

export interface ClusterToStart {
  readonly binaries: Binaries;
  readonly pace: number;
  readonly connectTo: ConnectTo;
  /** Free ones when absent. */
  readonly ports: Ports | undefined;
  /** Directory of etcd data to begin with; those of a new cluster when absent. */
  readonly prepared?: string | undefined;
  /** Milliseconds. */
  readonly longestStart: number;
  /** Directory where the logs of a start that failed are kept, in a directory of their own. */
  readonly logsOfFailures: string;
  readonly signal: AbortSignal;
}

/** Starts a cluster in a new state directory. What must be undone is on the stack, whether it starts or not. */
export async function startInDirectory(
  { binaries, prepared, longestStart, logsOfFailures, ...asked }: ClusterToStart,
  undo: AsyncDisposableStack,
): Promise<Started & { readonly state: StateDirectory; readonly plane: ControlPlane }> {
  const state = undo.use(await openStateDirectory());
  const plane = undo.use(openControlPlane(binaries, state));
  const [ports] = await Promise.all([
    asked.ports ?? freePorts(),
    mkdir(plane.logs),
    prepared && usePreparedData(prepared, join(state.path, etcdData)),
  ]);
  const signal = AbortSignal.any([asked.signal, plane.broken, AbortSignal.timeout(longestStart)]);
  try {
    // Before anything is started, as the scheduler is started late.
    Object.values(binaries.paths).forEach(checkProgram);
    const { pace, connectTo } = asked;
    return { ...(await start({ state, plane, ports, pace, connectTo, signal, undo })), state, plane };
  } catch (error) {
    const { logs } = plane;
    const { signal } = asked;
    throw await startError(error as Error, { cluster: 'embedded', logs, keepIn: logsOfFailures, signal });
  }
}

interface Starting extends Pick<ClusterToStart, 'pace' | 'connectTo' | 'signal'> {
  readonly state: StateDirectory;
  readonly plane: ControlPlane;
  readonly ports: Ports;
  readonly undo: AsyncDisposableStack;
}

/** Starts the four components and resolves when pods can be created and scheduled. */
async function start(starting: Starting): Promise<Started> {
  const { plane, ports, pace, signal } = starting;
  const etcd = plane.launch('etcd', etcdFlags());
  const { admin: connection, scheduler: asScheduler } = await writeConfiguration(starting);
  signal.throwIfAborted();
  const apiServer = plane.launch('kube-apiserver', apiServerFlags({ port: ports.apiServer, pace }), apiServerMemory);
  const controllerManager = plane.launch('kube-controller-manager', controllerManagerFlags({ pace }));

  // It loads while the API server does, and asks it again and again, after a second or more: WaitForAPIServer in
  // k8s.io/controller-manager/app. Stopped while it waits, and continued when the API server is ready, it asks
  // immediately.
  await inTime(apiServer, untilHealthy(connection, '/livez/ping', signal));
  controllerManager.process.kill('SIGSTOP');
  await inTime(apiServer, untilEventsAreServed(asScheduler, signal));
  const scheduler = plane.launch('kube-scheduler', schedulerFlags({ port: ports.scheduler }));
  await inTime(apiServer, untilHealthy(connection, '/readyz', signal, longInterval));
  controllerManager.process.kill('SIGCONT');

  const toScheduler = { ...connection, server: `https://127.0.0.1:${ports.scheduler}` };
  await using api = apiClient(connection);
  await Promise.all([
    inTime(controllerManager, untilPodsCanBeCreated(api, signal)),
    inTime(scheduler, untilHealthy(toScheduler, '/readyz', signal)),
  ]);
  return { connection, etcd, others: [apiServer, controllerManager, scheduler] };
}

async function writeConfiguration({ state, ports, pace, connectTo, undo }: Starting): Promise<Connections> {
  const write = (name: string, content: object) =>
    writeFile(join(state.path, name), JSON.stringify(content), { mode: 0o600 });
  const [connections, proxy] = await Promise.all([
    writeCredentials(state.path, `https://127.0.0.1:${ports.apiServer}`),
    openEgressProxy(join(state.path, egressSocket), connectTo),
    write(egressSelector, egressSelection),
    write(schedulerConfiguration, schedulerConfig(pace)),
  ]);
  undo.use(proxy);
  return connections;
}
