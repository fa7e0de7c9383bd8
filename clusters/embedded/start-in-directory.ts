import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from '../control-plane/binaries/binaries.ts';
import type { ConnectTo } from '../control-plane/processes/egress-proxy.ts';
import { etcdData } from '../control-plane/processes/etcd.ts';
import { ComponentFailure, explained } from '../control-plane/processes/failure.ts';
import { freePorts, type Ports } from '../control-plane/processes/ports.ts';
import { usePreparedData } from '../control-plane/state/prepared-data.ts';
import { openStateDirectory, type StateDirectory } from '../control-plane/state/state-directory.ts';
import { type ControlPlane, openControlPlane } from './processes.ts';
import { type Started, start } from './start.ts';

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

/** Starts a cluster in a directory of its own. What must be undone is on the stack, whether it starts or not. */
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
    const { pace, connectTo } = asked;
    return { ...(await start({ state, plane, ports, pace, connectTo, signal, undo })), state, plane };
  } catch (error) {
    if (asked.signal.aborted) throw asked.signal.reason;
    if (error instanceof ComponentFailure) {
      throw await explained(error, { cluster: 'embedded', logs: plane.logs, keepIn: logsOfFailures });
    }
    throw new Error(`the embedded cluster did not start: ${(error as Error).message}`, { cause: error });
  }
}
