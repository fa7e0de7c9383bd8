import { cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Connections, credentialFiles, writeCredentials } from '../control-plane/credentials/credentials.ts';
import type { Engine } from '../control-plane/docker/engine.ts';
import { clusterLabel, longestCreation, removeLabelled } from '../control-plane/docker/removal.ts';
import type { ConnectTo } from '../control-plane/processes/egress-proxy.ts';
import {
  egressSelector,
  etcdData,
  etcdFlags,
  schedulerConfig,
  schedulerConfiguration,
} from '../control-plane/processes/flags.ts';
import type { Ports } from '../control-plane/processes/ports.ts';
import { startComponents } from '../control-plane/processes/start-components.ts';
import { containerComponents } from './components.ts';
import { copyInto, createContainer } from './create-container.ts';
import { openEgress } from './egress.ts';

interface Starting {
  readonly engine: Engine;
  readonly image: string;
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

/** Starts the four components in one container and resolves when pods can be created and scheduled. */
export async function start(starting: Starting) {
  const { engine, image, state, logs, ports, pace, undo } = starting;
  const name = basename(state);
  const connections = await writeConfiguration(starting);
  starting.signal.throwIfAborted();
  let mayAppear = longestCreation;
  undo.defer(() => removeLabelled(engine.docker, name, mayAppear));
  const container = await createContainer(engine, {
    image,
    name,
    labels: { ...starting.labels, [clusterLabel]: name },
    etcd: etcdFlags(),
    ports: [ports.apiServer, ports.scheduler],
  });
  mayAppear = 0;
  const { broken, startFirst, launch } = undo.use(containerComponents(engine.docker, container, logs));
  const signal = AbortSignal.any([starting.signal, broken]);
  await copyInto(container, { from: state, without: ['logs', credentialFiles.admin], signal });
  await startFirst();
  // Published ports are reached through the container's own address, where clients need a certificate.
  await startComponents({ launch, connections, ports, host: '0.0.0.0', pace, signal });
  return { connection: connections.admin, broken };
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
    prepared && cp(prepared, join(state, etcdData), { recursive: true }),
  ]);
  const files = Object.entries({ ...egress.files, [egressSelector]: JSON.stringify(egress.selection) });
  await Promise.all(files.map(([name, content]) => write(name, content)));
  return connections;
}
