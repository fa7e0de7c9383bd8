import { availableParallelism } from 'node:os';
import { checkBinarySettings } from '../clusters/control-plane/binaries/binaries.ts';
import { supportedVersions } from '../clusters/control-plane/binaries/versions.ts';
import type { ConnectTo } from '../clusters/control-plane/processes/egress-proxy.ts';
import { clustersAtOnce } from '../clusters/kind/clusters-at-once.ts';
import type { SimulatedClusterOptions } from '../clusters/simulated-cluster.ts';
import type { ClusterProvider } from '../harness/cluster.ts';
import { BadInputError } from '../harness/errors.ts';
import type { ClusterName, ClusterOptions } from './cluster-options.ts';
import { environment } from './environment.ts';

interface Kind {
  /** How many clusters there are at most at a time. */
  readonly atOnce: number;
  /** How many may be busy at a time, not counting those with only exclusive scenarios left; all when absent. */
  readonly atWork?: number;
  /** How many times faster than the wall clock simulated components run. */
  readonly pace: number;
  /** Throws a BadInputError for options that cannot work, before anything is started. */
  check(options: ClusterOptions): Promise<void> | void;
}

/** Its clusters have the machines of a topology, and so there is one per suite. */
interface Simulated extends Kind {
  readonly simulated: true;
  /** `images` are the replacements of the manifests' images. */
  provider(
    parts: SimulatedClusterOptions,
    options: ClusterOptions,
    images: readonly string[],
  ): Promise<ClusterProvider>;
}

interface Real extends Kind {
  readonly simulated: false;
  /** `exclusive`: some of the scenarios change what others use. */
  provider(options: ClusterOptions, exclusive: boolean): Promise<ClusterProvider>;
}

/** At least two; more than processors delay each other, and late heartbeats look like lost nodes. */
const several = Math.max(2, availableParallelism());
/** A poll of 5 s takes a quarter. */
const pace = 20;

/** Each kind loads its modules when it is selected, and none of another kind. */
export const clusterKinds: Readonly<Record<ClusterName, Simulated | Real>> = {
  embedded: {
    simulated: true,
    ...{ atOnce: 2 * several, atWork: several, pace },
    check: ({ kubernetes }) => checkSettings(kubernetes),
    provider: async (parts) => (await import('../clusters/simulated-cluster.ts')).simulatedCluster(parts),
  },
  kind: {
    // Its nodes use much processor time, but little once only exclusive scenarios are left.
    simulated: true,
    ...{ atOnce: clustersAtOnce(), atWork: 1, pace },
    check: ({ kubernetes }) => checkMinor(kubernetes),
    async provider(parts, { image = environment().kindImage, nodes }, replacing) {
      const { kindCluster } = await import('../clusters/kind-cluster.ts');
      const settings = { ...(image !== undefined && { image }), ...(nodes !== undefined && { nodes }) };
      return kindCluster({ ...parts, ...settings, images: replacing });
    },
  },
  container: {
    simulated: true,
    ...{ atOnce: several, pace },
    check: ({ kubernetes }) => checkSettings(kubernetes),
    async provider(parts, { image }) {
      const { container } = await import('../clusters/container/provider.ts');
      const { findPrograms, simulatedCluster } = await import('../clusters/simulated-cluster.ts');
      const { cache } = environment();
      const plane = (connectTo: ConnectTo) =>
        container({ cache, findBinaries: findPrograms, connectTo, ...(image !== undefined && { image }) });
      return simulatedCluster({ ...parts, plane });
    },
  },
  k3s: {
    simulated: false,
    ...{ atOnce: 1, pace: 1 },
    check: ({ kubernetes }) => checkMinor(kubernetes),
    async provider({ image }) {
      const { k3s } = await import('../clusters/k3s/provider.ts');
      return k3s({ ...(image !== undefined && { image }) });
    },
  },
  existing: {
    simulated: false,
    ...{ atOnce: 1, pace: 1 },
    check: async (options) => (await import('./existing-cluster.ts')).checkExisting(options),
    provider: async (options, exclusive) =>
      (await import('./existing-cluster.ts')).existingCluster(options, { exclusive }),
  },
};

/** Throws a BadInputError if the minor, the registry or the directory of programs cannot be used. */
export async function checkSettings(kubernetes: string | undefined): Promise<void> {
  checkMinor(kubernetes);
  const { cache, assets, registry } = environment();
  const signal = AbortSignal.timeout(30_000);
  await checkBinarySettings({ kubernetes, cache, directory: assets, registry, signal });
}

/** Throws a BadInputError unless `--kubernetes` was left out or names a minor that we know. */
export function checkMinor(kubernetes: string | undefined): void {
  const minors = supportedVersions.map(({ minor }) => minor);
  if (kubernetes === undefined || minors.includes(kubernetes)) return;
  throw new BadInputError(`--kubernetes ${kubernetes}: expected one of ${minors.join(', ')}`);
}
