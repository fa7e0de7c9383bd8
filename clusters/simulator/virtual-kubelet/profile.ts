import type { ArmError } from './container-group.ts';
import type { ContainerCheck } from './refusals.ts';
import type { VolumeSources } from './volume-sources.ts';

/**
 * One version of the virtual kubelet and its Azure provider, as data. To see how a test judges another behaviour, pass
 * `{ ...profile, <the difference> }`.
 */
export interface Profile extends NodeProfile, StatusProfile {
  /** `aks-1.4.8` */
  readonly name: string;
  /** Version of the provider, without a leading `v`. */
  readonly version: string;

  /** Run on each container, in this order. */
  readonly containerChecks: readonly ContainerCheck[];
  readonly initContainers: 'ignored' | 'run';
  readonly initContainerChecks: readonly ContainerCheck[];
  readonly volumeSources: VolumeSources;
  /** Text for a volume that is of none of `volumeSources`. */
  readonly unsupportedVolume: (pod: string, volume: string) => string;
  /** Whether the `auth` of a pull secret will do where there is no `username`. */
  readonly readsAuthOfPullSecrets: boolean;
  /** Whether a container fails that refers to a missing ConfigMap or Secret which is not optional. */
  readonly missingReferences: 'fail' | 'ignored';
  /** How the client library words Azure's refusal of a PUT of a container group. */
  readonly armRefusal: (group: string, error: ArmError) => string;
  /** False: containers of an accepted group never start. */
  readonly containersStart: boolean;

  /** `status.reason` of a refused Pod. */
  readonly refusedReason: string;
  readonly eventReasons: Readonly<Record<'created' | 'createFailed' | 'updated' | 'deleted' | 'deleteFailed', string>>;
  /** Whether each poll copies the events of container groups to their Pods. */
  readonly copiesEvents: boolean;
  /** Whether events name their component as `reportingComponent` too, as client-go does since 0.27. */
  readonly fillsReportingComponent: boolean;
  /** Whether a refused Pod that could be created later gets a status again. */
  readonly healsRefused: boolean;
  /** Whether the provider finds the group of a Pod by the Pod's name; where not, every sync creates it again. */
  readonly findsGroups: boolean;
  /** Whether a Pod's deletion waits until Azure has deleted the group. */
  readonly waitsForDeletion: boolean;
  /** Whether groups of this node without a Pod are removed. */
  readonly removesDanglingGroups: boolean;
  /** Milliseconds after which the informers hand over all Pods again; never if undefined. */
  readonly resync: number | undefined;
  /** Kinds that are watched and not used. */
  readonly alsoWatches: readonly ('PersistentVolume' | 'PersistentVolumeClaim')[];
}

/** How a version registers its node. */
export interface NodeProfile {
  /** `v1.19.10-vk-azure-aci-1.4.8` */
  readonly kubeletVersion: string;
  readonly nodeLabels: (node: string) => Readonly<Record<string, string>>;
  readonly taints: readonly Readonly<Record<'key' | 'value' | 'effect', string>>[];
  readonly capacity: Readonly<Record<string, string>>;
  readonly operatingSystem: string;
  readonly architecture: string;
  readonly conditions: readonly Readonly<Record<'type' | 'status' | 'reason' | 'message', string>>[];
  /** The node's phase when it is registered; versions that have none leave it out. */
  readonly phase?: string;
  /** A second status, sent as soon as the controllers run. Versions without one first patch after a minute. */
  readonly whenUp?: { readonly phase: string; readonly readyMessage: string };
  /** Whether a node that was deleted is created again with the next status. */
  readonly recreatesNode: boolean;
}

/** How a version reports a container group's state as a Pod's status. */
export interface StatusProfile {
  /** False leaves `startTime` and the time of Ready null: 1.4.7 to 1.4.9 assign them to a shadowed variable. */
  readonly reportsStartTimes: boolean;
  /** Whether `started` of a container is set. */
  readonly reportsStarted: boolean;
  /** How a container in Azure's state `Terminated` is reported. */
  readonly terminatedAs: 'waiting' | 'completed';
  /** Whether a group without an address is not reported at all. */
  readonly needsAddress: boolean;
}
