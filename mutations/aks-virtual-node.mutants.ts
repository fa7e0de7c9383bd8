import { azuredisk } from '../clusters/clouds/azure/azuredisk.ts';
import { azurefile } from '../clusters/clouds/azure/azurefile.ts';
import { readTopology } from '../clusters/clouds/read-topology.ts';
import { simulatedCluster } from '../clusters/simulated-cluster.ts';
import { simulating } from '../clusters/simulating.ts';
import type { SimulatedCloud } from '../clusters/simulator/cloud/cloud.ts';
import { simulatedCloud } from '../clusters/simulator/cloud/cloud.ts';
import type { Profile } from '../clusters/simulator/virtual-kubelet/profile.ts';
import { aks148 } from '../clusters/simulator/virtual-kubelet/profiles.ts';
import { Refusal } from '../clusters/simulator/virtual-kubelet/refusals.ts';
import { virtualKubelet } from '../clusters/simulator/virtual-kubelet/virtual-kubelet.ts';
import type { VolumeTranslator } from '../clusters/simulator/virtual-kubelet/volume-sources.ts';
import { isNotFound } from '../harness/api/client.ts';
import { resources } from '../harness/api/resources.ts';
import { clockAt } from '../harness/clock.ts';
import type { LoadedScenario } from '../harness/engine/load-scenarios.ts';
import { runMutant, type Verdicts } from './testing/run-mutants.ts';

/** One control plane with VM nodes, to which one mutant of the virtual kubelet after the other connects. */
export interface MutableAks extends AsyncDisposable {
  /** Runs the scenarios and resolves with their verdicts by id; rejects when the cluster or the clean-up went wrong. */
  run(mutation: Mutation, scenarios: readonly LoadedScenario[], timeoutFactor: number): Promise<Verdicts>;
}

const node = 'virtual-node-aci-linux';

export async function mutableAks(): Promise<MutableAks> {
  const documented = await readTopology('aks-virtual-node');
  const cloud = simulatedCloud({ clock: clockAt(pace), topology: documented });
  let vmNodesPull = (_image: string) => true;
  const registries: typeof cloud.registries = {
    mayPull: (image, configs) => vmNodesPull(image) && cloud.registries.mayPull(image, configs),
  };
  const withVmNodes = simulatedCluster({
    topology: { ...documented, virtualNode: false },
    drivers: [azurefile, azuredisk],
    virtualKubelet: aks148,
    pace,
    mutation: { cloud: { ...cloud, registries } },
  });
  const { signal } = new AbortController();
  const cluster = await withVmNodes.start({ pace, progress: () => undefined, signal });
  // Each run disposes what it started; the control plane and the VM nodes outlive it.
  const lasting = {
    name: withVmNodes.name,
    start: async () => ({ ...cluster, [Symbol.asyncDispose]: async () => undefined }),
  };

  return {
    async run(mutation, scenarios, timeoutFactor) {
      vmNodesPull = mutation.vmNodesPull ?? (() => true);
      // Taints are written only when the node is created.
      await cluster.api.delete(resources.Node, { name: node }).catch((error) => {
        if (!isNotFound(error)) throw error;
      });
      const profile = { ...aks148, ...mutation.profile };
      const connected = virtualKubelet({ profile, cloud: { ...cloud, ...mutation.cloud } });
      return runMutant(simulating(lasting, [connected]), scenarios, { pace, timeoutFactor });
    },
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}

/** Differences between a simulated AKS and its document. */
export interface Mutation {
  /** The virtual kubelet. */
  readonly profile?: Partial<Profile>;
  /** The cloud as the virtual kubelet sees it. */
  readonly cloud?: Partial<SimulatedCloud>;
  /** Whether VM nodes can pull an image. */
  readonly vmNodesPull?: (image: string) => boolean;
}

export const pace = 10;

const { csi = () => undefined } = aks148.volumeSources;

/** Accepts what the documented one refuses. */
const lenient: VolumeTranslator = (volume, context) => {
  try {
    return csi(volume, context);
  } catch {
    return { name: volume.name, kind: 'emptyDir' };
  }
};

/** Refuses what the documented one refuses, with another message. */
const reworded: VolumeTranslator = (volume, context) => {
  try {
    return csi(volume, context);
  } catch (cause) {
    throw new Refusal(`${(cause as Error).message}, in another version`);
  }
};

export const takesEverything: Mutation = {
  profile: {
    volumeSources: {
      ...aks148.volumeSources,
      csi: lenient,
      persistentVolumeClaim: ({ name }) => ({ name, kind: 'emptyDir' }),
    },
    missingReferences: 'ignored',
    initContainers: 'run',
    reportsStartTimes: true,
  },
  cloud: { registries: { mayPull: () => true } },
};

export const healsRefused: Mutation = { profile: { healsRefused: true } };

const taints = aks148.taints.map((taint) => ({ ...taint, effect: 'PreferNoSchedule' }));

/** A taint that keeps no Pod away that fits nowhere else. */
export const softTaint: Mutation = { profile: { taints } };

export const softTaintButNoBusybox: Mutation = {
  profile: {
    taints,
    containerChecks: [({ image }) => (image?.includes('busybox') ? 'the image is refused' : undefined)],
  },
};

export const nothingStarts: Mutation = { profile: { containersStart: false } };

/** VM nodes keep what they have pulled, so this one has to run first. */
export const noBusyboxOnVmNodes: Mutation = { vmNodesPull: (image) => !image.includes('busybox') };

export const wordsDifferently: Mutation = {
  profile: {
    unsupportedVolume: (pod, volume) => `Pod ${pod} requires volume ${volume} which is of an unsupported type`,
    volumeSources: { ...aks148.volumeSources, csi: reworded },
    armRefusal: (group) => `container group ${group} is not available`,
    eventReasons: { ...aks148.eventReasons, created: 'ContainerGroupCreated' },
    // A ConfigMap that is not there is a refusal like any other.
    missingReferences: 'ignored',
    containerChecks: [
      ({ envFrom = [] }) =>
        envFrom.some(({ configMapRef }) => configMapRef?.name?.startsWith('missing'))
          ? 'a ConfigMap is missing'
          : undefined,
    ],
  },
};

const clock = clockAt(pace);

/** Ready since a time in the future: as unavailable as without a time, for another reason. */
export const readyTomorrow: Mutation = {
  profile: { reportsStartTimes: true },
  cloud: { clock: { ...clock, now: () => new Date(clock.now().getTime() + 86_400_000) } },
};
