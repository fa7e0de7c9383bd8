import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiClient } from '../../harness/api/client.ts';
import type { Connection } from '../../harness/api/connection.ts';
import { writeCredentials } from '../control-plane/credentials/credentials.ts';
import {
  apiServerFlags,
  apiServerMemory,
  egressSelection,
  egressSelector,
  egressSocket,
} from '../control-plane/processes/api-server.ts';
import type { Component } from '../control-plane/processes/component.ts';
import { controllerManagerFlags } from '../control-plane/processes/controller-manager.ts';
import { type ConnectTo, openEgressProxy } from '../control-plane/processes/egress-proxy.ts';
import { etcdFlags } from '../control-plane/processes/etcd.ts';
import { inTime } from '../control-plane/processes/failure.ts';
import type { Ports } from '../control-plane/processes/ports.ts';
import { longInterval, untilHealthy, untilPodsCanBeCreated } from '../control-plane/processes/readiness.ts';
import { schedulerConfig, schedulerConfiguration, schedulerFlags } from '../control-plane/processes/scheduler.ts';
import type { StateDirectory } from '../control-plane/state/state-directory.ts';
import type { ControlPlane } from './processes.ts';

export interface Starting {
  readonly state: StateDirectory;
  readonly plane: ControlPlane;
  readonly ports: Ports;
  readonly pace: number;
  readonly connectTo: ConnectTo;
  readonly signal: AbortSignal;
  readonly undo: AsyncDisposableStack;
}

export interface Started {
  readonly connection: Connection;
  readonly etcd: Component;
  readonly others: readonly Component[];
}

/** Starts the four components and resolves when pods can be created and scheduled. */
export async function start(starting: Starting): Promise<Started> {
  const { plane, ports, pace, signal } = starting;
  const etcd = plane.launch('etcd', etcdFlags());
  const connection = await writeConfiguration(starting);
  signal.throwIfAborted();
  const apiServer = plane.launch('kube-apiserver', apiServerFlags({ port: ports.apiServer, pace }), apiServerMemory);
  const controllerManager = plane.launch('kube-controller-manager', controllerManagerFlags({ pace }));
  const scheduler = plane.launch('kube-scheduler', schedulerFlags({ port: ports.scheduler }));

  // Both load while the API server does, and try it again and again, after a second or more: WaitForAPIServer in
  // k8s.io/controller-manager/app, reflectors in k8s.io/client-go/tools/cache. Whoever is stopped while it waits, and
  // continued when the API server is ready, finds its time over. The scheduler waits longer for each try that failed.
  const toScheduler = { ...connection, server: `https://127.0.0.1:${ports.scheduler}` };
  await Promise.all([
    inTime(scheduler, untilHealthy(toScheduler, '/healthz', signal)).then(() => scheduler.process.kill('SIGSTOP')),
    inTime(apiServer, untilHealthy(connection, '/livez/ping', signal)).then(() =>
      controllerManager.process.kill('SIGSTOP'),
    ),
  ]);
  await inTime(apiServer, untilHealthy(connection, '/readyz', signal, longInterval));
  for (const { process } of [controllerManager, scheduler]) process.kill('SIGCONT');

  await using api = apiClient(connection);
  await Promise.all([
    inTime(controllerManager, untilPodsCanBeCreated(api, signal)),
    inTime(scheduler, untilHealthy(toScheduler, '/readyz', signal)),
  ]);
  return { connection, etcd, others: [apiServer, controllerManager, scheduler] };
}

async function writeConfiguration({ state, ports, pace, connectTo, undo }: Starting): Promise<Connection> {
  const write = (name: string, content: object) =>
    writeFile(join(state.path, name), JSON.stringify(content), { mode: 0o600 });
  const [connection, proxy] = await Promise.all([
    writeCredentials(state.path, `https://127.0.0.1:${ports.apiServer}`),
    openEgressProxy(join(state.path, egressSocket), connectTo),
    write(egressSelector, egressSelection),
    write(schedulerConfiguration, schedulerConfig(pace)),
  ]);
  undo.use(proxy);
  return connection;
}
