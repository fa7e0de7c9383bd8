import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { chooseContext } from '../clusters/existing/choose-context.ts';
import { readMapping } from '../clusters/existing/mapping.ts';
import { type ExistingOptions, existing } from '../clusters/existing/provider.ts';
import type { Cluster, ClusterProvider, Machines } from '../harness/cluster.ts';
import type { ClusterOptions } from './cluster-options.ts';
import { environment } from './environment.ts';
import { fileOf, readHosted } from './hosted.ts';
import { actOnMachines, type MachineAct } from './machine.ts';

/** The cluster of the selected context; rejects with a BadInputError if its mapping cannot be read. */
export async function existingCluster(
  options: ClusterOptions,
  scenarios: Pick<ExistingOptions, 'exclusive'> = {},
): Promise<ClusterProvider> {
  const declared = options.mapping !== undefined && { mapping: await readMapping(options.mapping) };
  return withHostedMachines(existing({ ...choiceOf(options), ...declared, ...scenarios }), environment().state);
}

/** Rejects with a BadInputError for every refusal that needs no answer of the cluster, before anything is started. */
export async function checkExisting(options: ClusterOptions): Promise<void> {
  await chooseContext(choiceOf(options));
  if (options.mapping !== undefined) await readMapping(options.mapping);
}

function choiceOf({ context = '', iOwnThisCluster: own, kubeconfig }: ClusterOptions): ExistingOptions {
  return {
    context,
    environment: environment().variables,
    ...(own !== undefined && { own }),
    ...(kubeconfig !== undefined && { kubeconfig }),
  };
}

/** Clusters of a provider; one that `up` has started on this machine also has its machines. */
export function withHostedMachines(provider: ClusterProvider, state: string): ClusterProvider {
  return {
    ...provider,
    async start(options) {
      const cluster = await provider.start(options);
      const socket = socketOf(cluster, state);
      if (!socket) return cluster;
      const capabilities = new Set([...cluster.capabilities, 'machines' as const]);
      return { ...cluster, capabilities, machines: machinesBehind(socket) };
    },
  };
}

/** The socket of the hosted cluster with this API server; undefined if there is none on this machine. */
function socketOf({ connection }: Cluster, state: string): string | undefined {
  const directory = join(state, 'clusters');
  const files = existsSync(directory) ? readdirSync(directory) : [];
  return files
    .filter((file) => file.endsWith('.json') && serverOf(state, basename(file, '.json')) === connection.server)
    .map((file) => fileOf(state, basename(file, '.json'), 'sock'))
    .find((socket) => existsSync(socket));
}

function serverOf(state: string, name: string): string | undefined {
  try {
    const { kubeconfig } = readHosted(state, name) ?? {};
    if (!kubeconfig) return undefined;
    const { clusters } = parse(readFileSync(kubeconfig, 'utf8')) as { clusters?: { cluster: { server: string } }[] };
    return clusters?.[0]?.cluster.server;
  } catch {
    return undefined; // it is stopping, or its record is broken, which `up` and `down` report
  }
}

function machinesBehind(socket: string): Machines {
  const ask = (act: MachineAct['act']) => async (what: string) => void (await actOnMachines(socket, { act, what }));
  return {
    ...{ stop: ask('stop'), start: ask('start'), remove: ask('remove') },
    ...{ cutOff: ask('cut-off'), reconnect: ask('reconnect') },
    async add({ name, zone }) {
      const added = await actOnMachines(socket, { act: 'add', ...(name && { what: name }), ...(zone && { zone }) });
      if (added === undefined) throw new Error('the host of the cluster did not name the machine that it has added');
      return added;
    },
  };
}
