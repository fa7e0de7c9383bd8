import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { apiClient } from '../../harness/api/client.ts';
import type { Cluster, ClusterProvider, Patience, StartOptions } from '../../harness/cluster.ts';
import type { Binaries } from './binaries/binaries.ts';
import { etcdData } from './control-plane/etcd.ts';
import { credentialFiles } from './credentials/credentials.ts';
import { prepare } from './prepared/prepare.ts';
import { keepPreparedData, preparedDataPath, usePreparedData } from './prepared/prepared-data.ts';
import { controlPlane } from './start/control-plane.ts';
import type { ConnectTo } from './start/egress-proxy.ts';
import { ComponentFailure, explained } from './start/failure.ts';
import { freePorts, type Ports } from './start/ports.ts';
import { start, startApiServer } from './start/start.ts';

import { openStateDirectory } from './state/state-directory.ts';

export interface EmbeddedOptions {
  /** Finds the programs; it is told the minor, where to report progress, and when to give up. */
  findBinaries(options: Pick<StartOptions, 'kubernetes' | 'progress' | 'signal'>): Promise<Binaries>;
  /** Directory of Plimsoll's cache, where prepared etcd data are kept. */
  readonly cache: string;
  /** Takes the API server's connections to nodes, pods and services; none of them is answered when absent. */
  readonly connectTo?: ConnectTo;
  /** Ports to listen on; free ones when absent. */
  readonly ports?: Ports;
}

/** How long anything may take here: simulated clouds and a control plane on this machine are quick. */
const patience: Patience = { within: 20_000, holding: 300 };
const longestStart = 60_000;

/** A real control plane as four processes on loopback: no Docker, no root, nothing left behind. */
export function embedded(options: EmbeddedOptions): ClusterProvider {
  return { name: 'embedded', start: (starting) => startEmbedded(options, starting) };
}

async function startEmbedded(
  options: EmbeddedOptions,
  { pace, progress, signal, ...asked }: StartOptions,
): Promise<Cluster> {
  const binaries = await options.findBinaries({ ...asked, progress, signal });
  signal.throwIfAborted();
  await using undo = new AsyncDisposableStack();
  const prepared = preparedDataPath(options.cache, binaries);
  if (!existsSync(prepared)) await prepareOnce(binaries, prepared, signal);
  const state = undo.use(await openStateDirectory());
  await usePreparedData(prepared, join(state.path, etcdData));
  const plane = undo.use(controlPlane(binaries, state));
  await mkdir(plane.logs);
  const ports = options.ports ?? (await freePorts());
  const stop = AbortSignal.any([signal, plane.broken, AbortSignal.timeout(longestStart)]);
  try {
    const connection = await start({
      state,
      plane,
      ports,
      pace,
      connectTo: options.connectTo ?? (() => false),
      signal: stop,
      undo,
    });
    const api = undo.use(apiClient(connection));
    const owned = undo.move();
    return {
      name: 'embedded',
      connection,
      api,
      kubeconfig: join(state.path, credentialFiles.admin),
      kubernetes: binaries.kubernetes,
      capabilities: new Set(),
      components: [
        { name: 'kubernetes', version: binaries.kubernetes, simulated: false },
        { name: 'etcd', version: binaries.etcd, simulated: false },
      ],
      patience,
      pace,
      collectLogs: (directory) => cp(plane.logs, directory, { recursive: true }),
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  } catch (error) {
    if (error instanceof ComponentFailure) throw await explained(error, plane.logs);
    throw error;
  }
}

async function prepareOnce(binaries: Binaries, prepared: string, signal: AbortSignal) {
  await using undo = new AsyncDisposableStack();
  const state = undo.use(await openStateDirectory());
  const plane = undo.use(controlPlane(binaries, state));
  await mkdir(plane.logs);
  const ports = await freePorts();
  const { etcd } = await startApiServer({ state, plane, ports, pace: 1, connectTo: () => false, signal, undo });
  await keepPreparedData(await prepare(state.path, etcd), prepared);
}
