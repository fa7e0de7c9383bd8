import { once } from 'node:events';
import { partsOf, profilesIn } from '../clusters/clouds/profiles.ts';
import { readTopology } from '../clusters/clouds/read-topology.ts';
import { writeClusterMetadata } from '../clusters/cluster-metadata.ts';
import { simulatedCluster } from '../clusters/simulated-cluster.ts';
import { longestSocketPath } from '../harness/cluster.ts';
import { environment } from './environment.ts';
import { fileOf, forget, remember, startTimeOf } from './hosted.ts';
import { serveMachines } from './machine.ts';
import { ExitCode } from './process.ts';

export interface HostOptions {
  readonly name: string;
  readonly kubernetes?: string;
  readonly profile?: readonly string[];
  readonly topology: string;
  readonly log: string;
}

/** What the process that hosts a cluster sends to the one that started it. */
export type HostMessage =
  | { readonly kind: 'progress'; readonly line: string }
  | { readonly kind: 'ready'; readonly kubeconfig: string }
  | { readonly kind: 'failed'; readonly error: string };

/** Hosts a cluster and its simulators until SIGTERM: the long-lived half of `up`. */
export async function host({ name, kubernetes, profile, topology: wanted, log }: HostOptions): Promise<number> {
  const { state } = environment();
  const own = { name, pid: process.pid, began: startTimeOf(process.pid) ?? '' };
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort(new Error(signal)));
  const send = (message: HostMessage) => void (process.connected && process.send?.(message));

  try {
    const topology = await readTopology(wanted);
    const provider = simulatedCluster({ topology, ...partsOf(topology, profilesIn(profile)), pace: 1 });
    await using cluster = await provider.start({
      ...(kubernetes && { kubernetes }),
      pace: 1,
      // After the start, output goes to the log.
      progress: (line) => (process.connected ? send({ kind: 'progress', line }) : console.error(`plimsoll: ${line}`)),
      signal: stop.signal,
    });
    await writeClusterMetadata(cluster);
    const socket = fileOf(state, name, 'sock');
    const { machines } = cluster;
    // Without machines, or with a path that is too long, `plimsoll machine` reports it.
    const canListen = machines && Buffer.byteLength(socket) <= longestSocketPath;
    await using _listening = canListen ? await serveMachines(machines, socket) : undefined;
    remember(state, { ...own, kubeconfig: cluster.kubeconfig, kubernetes: cluster.kubernetes, log });
    send({ kind: 'ready', kubeconfig: cluster.kubeconfig });
    if (process.connected) process.disconnect();
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
  } catch (error) {
    if (!stop.signal.aborted) {
      send({ kind: 'failed', error: (error as Error).message });
      return ExitCode.infrastructure;
    }
  } finally {
    forget(state, own);
  }
  return ExitCode.conformant;
}
