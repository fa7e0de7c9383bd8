/** Messages as proto/csi.proto has them, decoded: every field is there, a message that was not sent is null. */
export type Text = Readonly<Record<string, string>>;

/** What one need write to send a message: all but what is not empty. */
export type Sent<T> = T extends readonly (infer E)[]
  ? readonly Sent<E>[]
  : T extends object
    ? { readonly [K in keyof T]?: Sent<T[K]> | undefined }
    : T;

export type AccessMode =
  | 'UNKNOWN'
  | 'SINGLE_NODE_WRITER'
  | 'SINGLE_NODE_READER_ONLY'
  | 'MULTI_NODE_READER_ONLY'
  | 'MULTI_NODE_SINGLE_WRITER'
  | 'MULTI_NODE_MULTI_WRITER'
  | 'SINGLE_NODE_SINGLE_WRITER'
  | 'SINGLE_NODE_MULTI_WRITER';

export interface MountVolume {
  readonly fsType: string;
  readonly mountFlags: readonly string[];
  readonly volumeMountGroup: string;
}

export interface VolumeCapability {
  readonly accessMode: { readonly mode: AccessMode } | null;
  /** Which of the two is there. */
  readonly accessType?: 'block' | 'mount';
  readonly block?: object | null;
  readonly mount?: MountVolume | null;
}

/** Bytes; 0 where there is none. */
export interface CapacityRange {
  readonly requiredBytes: number;
  readonly limitBytes: number;
}

export interface Topology {
  readonly segments: Text;
}

export interface TopologyRequirement {
  readonly requisite: readonly Topology[];
  readonly preferred: readonly Topology[];
}

export interface VolumeContentSource {
  readonly type?: 'snapshot' | 'volume';
  readonly snapshot?: { readonly snapshotId: string } | null;
  readonly volume?: { readonly volumeId: string } | null;
}

export interface CsiVolume {
  readonly capacityBytes: number;
  readonly volumeId: string;
  readonly volumeContext: Text;
  readonly contentSource: VolumeContentSource | null;
  readonly accessibleTopology: readonly Topology[];
}

export interface PluginInfo {
  readonly name: string;
  readonly vendorVersion: string;
  readonly manifest: Text;
}

export interface PluginCapability {
  readonly service?: { readonly type: PluginService } | null;
  readonly volumeExpansion?: { readonly type: VolumeExpansion } | null;
}

export type PluginService = 'CONTROLLER_SERVICE' | 'VOLUME_ACCESSIBILITY_CONSTRAINTS';
export type VolumeExpansion = 'ONLINE' | 'OFFLINE';

export type ControllerCapability =
  | 'CREATE_DELETE_VOLUME'
  | 'PUBLISH_UNPUBLISH_VOLUME'
  | 'LIST_VOLUMES'
  | 'LIST_VOLUMES_PUBLISHED_NODES'
  | 'CREATE_DELETE_SNAPSHOT'
  | 'LIST_SNAPSHOTS'
  | 'CLONE_VOLUME'
  | 'EXPAND_VOLUME'
  | 'SINGLE_NODE_MULTI_WRITER'
  | 'MODIFY_VOLUME';

export type NodeCapability =
  | 'STAGE_UNSTAGE_VOLUME'
  | 'GET_VOLUME_STATS'
  | 'EXPAND_VOLUME'
  | 'SINGLE_NODE_MULTI_WRITER'
  | 'VOLUME_MOUNT_GROUP';
