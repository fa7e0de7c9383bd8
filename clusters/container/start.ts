import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiClient } from '../../harness/api/client.ts';
import type { Connection } from '../../harness/api/connection.ts';
import { type Connections, credentialFiles, writeCredentials } from '../control-plane/credentials/credentials.ts';
import type { Engine } from '../control-plane/docker/engine.ts';
import { longestCreation, removeLabelled } from '../control-plane/docker/removal.ts';
import type { ConnectTo } from '../control-plane/processes/egress-proxy.ts';
import { inTime } from '../control-plane/processes/failure.ts';
import {
  apiServerFlags,
  apiServerMemory,
  controllerManagerFlags,
  egressSelector,
  etcdData,
  etcdFlags,
  schedulerConfig,
  schedulerConfiguration,
  schedulerFlags,
} from '../control-plane/processes/flags.ts';
import type { Ports } from '../control-plane/processes/ports.ts';
import { untilEventsAreServed, untilHealthy, untilPodsCanBeCreated } from '../control-plane/processes/readiness.ts';
import { usePreparedData } from '../control-plane/state/prepared-data.ts';
import { containerComponents } from './components.ts';
import { copyInto, createContainer } from './create-container.ts';
import { openEgress } from './egress.ts';

export interface Starting {
  readonly engine: Engine;
  readonly image: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** State directory of the cluster, and its logs' directory. */
  readonly state: string;
  readonly logs: string;
  /** Directory of etcd data to begin with, if there are any. */
  readonly prepared: string | undefined;
  readonly ports: Ports;
  readonly pace: number;
  readonly connectTo: ConnectTo;
  readonly signal: AbortSignal;
  readonly undo: AsyncDisposableStack;
}

export interface Started {
  readonly connection: Connection;
  /** Aborted with a ComponentFailure when a component ends that should not. */
  readonly broken: AbortSignal;
}

/** Starts the four components in one container and resolves when pods can be created and scheduled. */
export async function start(starting: Starting): Promise<Started> {
  const { engine, ports, pace, undo } = starting;
  const { admin: connection, scheduler: asScheduler } = await writeConfiguration(starting);
  starting.signal.throwIfAborted();
  let mayAppear = longestCreation;
  undo.defer(() => removeLabelled(engine.docker, starting.name, mayAppear));
  const published = [ports.apiServer, ports.scheduler];
  const container = await createContainer(engine, { ...starting, etcd: etcdFlags(), ports: published });
  mayAppear = 0;
  const components = undo.use(containerComponents(engine.docker, container, starting.logs));
  const signal = AbortSignal.any([starting.signal, components.broken]);
  await copyInto(container, { from: starting.state, without: ['logs', credentialFiles.admin], signal });

  await components.startFirst();
  // Published ports are reached through the container's own address, where clients need a certificate.
  const reachable = { 'bind-address': '0.0.0.0' };
  const apiServer = await components.launch(
    'kube-apiserver',
    { ...apiServerFlags({ port: ports.apiServer, pace }), ...reachable },
    apiServerMemory,
  );
  // It would find no API server, and wait for seconds before it tries again.
  await inTime(apiServer, untilHealthy(connection, '/livez/ping', signal));
  const controllerManager = await components.launch('kube-controller-manager', controllerManagerFlags({ pace }));
  await inTime(apiServer, untilEventsAreServed(asScheduler, signal));
  const flags = { ...schedulerFlags({ port: ports.scheduler }), ...reachable };
  const scheduler = await components.launch('kube-scheduler', flags);
  await inTime(apiServer, untilHealthy(connection, '/readyz', signal));
  const toScheduler = { ...connection, server: `https://127.0.0.1:${ports.scheduler}` };
  await using api = apiClient(connection);
  await Promise.all([
    inTime(controllerManager, untilPodsCanBeCreated(api, signal)),
    inTime(scheduler, untilHealthy(toScheduler, '/readyz', signal)),
  ]);
  return { connection, broken: components.broken };
}

/** The ports have the same numbers inside and outside, so that one address serves the components and us. */
async function writeConfiguration(starting: Starting): Promise<Connections> {
  const { engine, state, prepared, ports, pace, connectTo, undo } = starting;
  const write = (name: string, content: string) => writeFile(join(state, name), content, { mode: 0o600 });
  const [connections, egress] = await Promise.all([
    writeCredentials(state, `https://127.0.0.1:${ports.apiServer}`),
    openEgress(engine.docker, connectTo).then((opened) => undo.use(opened)),
    write(schedulerConfiguration, JSON.stringify(schedulerConfig(pace))),
    mkdir(starting.logs),
    prepared && usePreparedData(prepared, join(state, etcdData)),
  ]);
  const files = Object.entries({ ...egress.files, [egressSelector]: JSON.stringify(egress.selection) });
  await Promise.all(files.map(([name, content]) => write(name, content)));
  return connections;
}
