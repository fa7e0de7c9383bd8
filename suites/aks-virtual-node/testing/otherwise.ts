import type { Cloud } from '../../../clusters/simulator/cloud/cloud.ts';
import type { VolumeTranslator } from '../../../clusters/simulators/virtual-kubelet/creation/volume-sources.ts';
import type { Profile } from '../../../clusters/simulators/virtual-kubelet/profile.ts';
import { aks148 } from '../../../clusters/simulators/virtual-kubelet/profiles/aks-1.4.8.ts';
import { Refusal } from '../../../clusters/simulators/virtual-kubelet/refusal.ts';
import { clockAt } from '../../../harness/clock.ts';

/** What a simulated AKS does otherwise than documented. */
export interface Otherwise {
  /** The virtual kubelet. */
  readonly profile?: Partial<Profile>;
  /** The cloud as the virtual kubelet sees it. */
  readonly cloud?: Partial<Cloud>;
  /** Whether VM nodes can pull an image. */
  readonly vmNodesPull?: (image: string) => boolean;
}

export const pace = 10;

const { csi = () => undefined } = aks148.volumeSources;

/** Takes what the true one refuses. */
const lenient: VolumeTranslator = (volume, context) => {
  try {
    return csi(volume, context);
  } catch {
    return { name: volume.name, kind: 'emptyDir' };
  }
};

/** Refuses what the true one refuses, in other words. */
const reworded: VolumeTranslator = (volume, context) => {
  try {
    return csi(volume, context);
  } catch (cause) {
    throw new Refusal(`${(cause as Error).message}, says another version`);
  }
};

export const takesEverything: Otherwise = {
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

export const healsRefused: Otherwise = { profile: { healsRefused: true } };

const taints = aks148.taints.map((taint) => ({ ...taint, effect: 'PreferNoSchedule' }));

/** A taint that keeps nobody away who fits nowhere else. */
export const softTaint: Otherwise = { profile: { taints } };

export const softTaintButNoBusybox: Otherwise = {
  profile: {
    taints,
    containerChecks: [({ image }) => (image?.includes('busybox') ? 'the image is not to our taste' : undefined)],
  },
};

export const nothingStarts: Otherwise = { profile: { containersStart: false } };

/** VM nodes keep what they have pulled, so this one has to be played before they have. */
export const noBusyboxOnVmNodes: Otherwise = { vmNodesPull: (image) => !image.includes('busybox') };

export const saysOtherwise: Otherwise = {
  profile: {
    unsupportedVolume: (pod, volume) => `Pod ${pod} requires volume ${volume} which is of an unsupported type`,
    volumeSources: { ...aks148.volumeSources, csi: reworded },
    armRefusal: (group) => `container group ${group} was not to be had`,
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

/** Ready since a time that is yet to come: as little available as with none, for another reason. */
export const readyTomorrow: Otherwise = {
  profile: { reportsStartTimes: true },
  cloud: { clock: { ...clock, now: () => new Date(clock.now().getTime() + 86_400_000) } },
};
