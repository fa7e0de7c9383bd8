import type { CloudControllerProfile } from '../simulator/cloud/cloud-controller.ts';
import type { DriverDefinition } from '../simulator/csi/definition.ts';
import type { Profile } from '../simulator/virtual-kubelet/profile.ts';
import type { CloudPlatform } from '../topology/topology.ts';

/** All that is known of a cloud: parser, schemas, detection, simulators, help and docs are fed from it. */
export interface Cloud extends CloudPlatform {
  /** Names of the topologies that are files next to its `cloud.ts`; a suite has the topology of its name. */
  readonly topologies: readonly string[];
  readonly drivers: readonly Driver[];
  /** Its cloud controller manager; kubelets initialize their Nodes themselves where there is none. */
  readonly controller?: CloudControllerProfile & Pick<KnownComponent, 'images'>;
  /**
   * Its name for `--profile`, its component, whose version is part of its Node's kubelet version, and its profiles by
   * their names; the first is the default.
   */
  readonly virtualNode?: {
    readonly short: string;
    readonly component: string;
    readonly profiles: Readonly<Record<string, Profile>>;
  };
  /** The place of the machines on which csi-sanity tests its drivers. */
  readonly sanity: { readonly region: string; readonly zones: readonly string[]; readonly instanceType: string };
}

/** A CSI driver of a cloud. */
export interface Driver extends Pick<KnownComponent, 'images'> {
  /** By their versions, as their behaviour differs; the first is the default. */
  readonly releases: Readonly<Record<string, DriverDefinition>>;
  /** By default csi-sanity creates volumes of 10 GiB and lets them grow by 1 GiB. */
  readonly sanity?: {
    /** Bytes, of a size that the driver does not round up. */
    readonly volumeSize?: number;
    readonly expandSize?: number;
    /** A valid id in place of one that csi-sanity makes up, where the driver refuses ids of another form. */
    readonly volumeId?: (made: string) => string;
    /** The parameters that every StorageClass needs. */
    readonly parameters?: Readonly<Record<string, string>>;
  };
}

/** How a component shows in a cluster. */
export interface KnownComponent {
  /** Ends of its images' names, whatever their registry. */
  readonly images?: readonly string[];
  /** The CSIDriver without which the component is not there. */
  readonly driver?: string;
  /** It is there only with a virtual node. */
  readonly needsVirtualNode?: boolean;
}
