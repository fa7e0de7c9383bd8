import type { ArmError } from './aci/arm-error.ts';
import type { ContainerCheck } from './creation/container-checks.ts';
import type { VolumeSources } from './creation/volume-sources.ts';
import type { NodeProfile } from './node/node-profile.ts';
import type { StatusProfile } from './status/status-profile.ts';

/**
 * One version of the virtual kubelet and its Azure provider, as data: to see what a test makes of another behaviour, pass
 * `{ ...profile, <what differs> }`.
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
  /** What becomes of a container whose environment refers to a ConfigMap or Secret that is not there and not optional. */
  readonly missingReferences: 'fail' | 'ignored';
  /** How the client library words Azure's refusal of a PUT of a container group. */
  readonly armRefusal: (group: string, error: ArmError) => string;
  /** False: containers of an accepted group never start. */
  readonly containersStart: boolean;

  /** `status.reason` of a refused Pod. */
  readonly refusedReason: string;
  readonly eventReasons: EventReasons;
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

export interface EventReasons {
  readonly created: string;
  readonly createFailed: string;
  readonly updated: string;
  readonly deleted: string;
  readonly deleteFailed: string;
}
