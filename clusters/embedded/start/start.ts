import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiClient } from '../../../harness/api/client.ts';
import type { Connection } from '../../../harness/api/connection.ts';
import { apiServerFlags, egressSelection, egressSelector, egressSocket } from '../control-plane/api-server.ts';
import { controllerManagerFlags } from '../control-plane/controller-manager.ts';
import { etcdFlags } from '../control-plane/etcd.ts';
import { schedulerConfig, schedulerConfiguration, schedulerFlags } from '../control-plane/scheduler.ts';
import { writeCredentials } from '../credentials/credentials.ts';
import type { Component } from '../processes/component.ts';
import type { StateDirectory } from '../state/state-directory.ts';
import type { ControlPlane } from './control-plane.ts';
import { type ConnectTo, openEgressProxy } from './egress-proxy.ts';
import type { Ports } from './ports.ts';
import { untilHealthy, untilPodsCanBeCreated } from './readiness.ts';

export interface Starting {
  readonly state: StateDirectory;
  readonly plane: ControlPlane;
  readonly ports: Ports;
  readonly pace: number;
  readonly connectTo: ConnectTo;
  readonly signal: AbortSignal;
  readonly undo: AsyncDisposableStack;
}

/** Starts the four components and resolves when pods can be created and scheduled. */
export async function start(starting: Starting): Promise<Connection> {
  const { plane, ports, pace, signal } = starting;
  const { connection } = await startApiServer(starting);
  plane.launch('kube-controller-manager', controllerManagerFlags({ port: ports.controllerManager, pace }));
  plane.launch('kube-scheduler', schedulerFlags({ port: ports.scheduler }));

  await using api = apiClient(connection);
  await Promise.all([
    untilPodsCanBeCreated(api, signal),
    untilHealthy({ ...connection, server: `https://127.0.0.1:${ports.scheduler}` }, '/readyz', signal),
  ]);
  return connection;
}

/** Starts etcd and the API server and resolves when it is ready. */
export async function startApiServer(starting: Starting): Promise<{ etcd: Component; connection: Connection }> {
  const { state, plane, ports, pace, signal, undo } = starting;
  const etcd = plane.launch('etcd', etcdFlags());
  const [connection] = await Promise.all([
    writeCredentials(state.path, `https://127.0.0.1:${ports.apiServer}`),
    openEgressProxy(join(state.path, egressSocket), starting.connectTo).then((proxy) => undo.use(proxy)),
    write(egressSelector, egressSelection),
    write(schedulerConfiguration, schedulerConfig(pace)),
  ]);
  signal.throwIfAborted();
  plane.launch('kube-apiserver', apiServerFlags({ port: ports.apiServer, pace }));
  await untilHealthy(connection, '/readyz', signal);
  return { etcd, connection };

  function write(name: string, content: object): Promise<void> {
    return writeFile(join(state.path, name), JSON.stringify(content), { mode: 0o600 });
  }
}
