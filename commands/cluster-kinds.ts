import { availableParallelism } from 'node:os';
import { clustersAtOnce } from '../clusters/kind/clusters-at-once.ts';
import type { SimulatedClusterOptions } from '../clusters/simulated-cluster.ts';
import type { ClusterProvider } from '../harness/cluster.ts';
import { checkSettings } from './check-settings.ts';
import type { ClusterName, ClusterOptions } from './cluster-options.ts';
import { environment } from './environment.ts';
import { checkMinor } from './minors.ts';

interface Kind {
  /** How many clusters there are at most at a time. */
  readonly atOnce: number;
  /** How many of them may be at work, while others have hardly any left but exclusive scenarios; all when absent. */
  readonly atWork?: number;
  /** How many times faster than the wall clock simulated components run. */
  readonly pace: number;
  /** Throws a BadInputError, before anything is started, when what was asked for cannot be had. */
  check(options: ClusterOptions): Promise<void> | void;
}

/** A kind of cluster. One that is simulated has the machines of a topology, and so one cluster a suite; the others are as they are. */
export type ClusterKind = Kind &
  (
    | {
        readonly simulated: true;
        /** `images` are those that are used in place of the manifests'. */
        provider(
          parts: SimulatedClusterOptions,
          options: ClusterOptions,
          images: readonly string[],
        ): Promise<ClusterProvider>;
      }
    | {
        readonly simulated: false;
        /** `exclusive`: some of the scenarios touch what others use too. */
        provider(options: ClusterOptions, exclusive: boolean): Promise<ClusterProvider>;
      }
  );

/** Two at least; more than there are processors only make each other late, and late heartbeats look like lost nodes. */
const several = Math.max(2, availableParallelism());
/** A poll of 5 s takes a quarter. */
const pace = 20;

/** Each kind's modules are loaded when it is asked for: nobody waits for, or needs, those of another. */
export const clusterKinds: Readonly<Record<ClusterName, ClusterKind>> = {
  embedded: {
    simulated: true,
    ...{ atOnce: 2 * several, atWork: several, pace },
    check: ({ kubernetes }) => checkSettings(kubernetes),
    provider: async (parts) => (await import('../clusters/simulated-cluster.ts')).simulatedCluster(parts),
  },
  kind: {
    // Its nodes take the processors' time, but little of it while hardly any scenarios are left but exclusive ones.
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
      const { containerControlPlane: containedControlPlane } = await import('../clusters/control-planes.ts');
      const { simulatedCluster } = await import('../clusters/simulated-cluster.ts');
      return simulatedCluster({ ...parts, plane: containedControlPlane(image) });
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
