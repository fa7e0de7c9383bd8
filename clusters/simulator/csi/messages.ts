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

export interface CreateVolumeRequest {
  readonly name: string;
  readonly capacityRange: CapacityRange | null;
  readonly volumeCapabilities: readonly VolumeCapability[];
  readonly parameters: Text;
  readonly secrets: Text;
  readonly volumeContentSource: VolumeContentSource | null;
  readonly accessibilityRequirements: TopologyRequirement | null;
  readonly mutableParameters: Text;
}

export interface CreateVolumeResponse {
  readonly volume: CsiVolume | null;
}

export interface DeleteVolumeRequest {
  readonly volumeId: string;
  readonly secrets: Text;
}

export interface ControllerPublishVolumeRequest {
  readonly volumeId: string;
  readonly nodeId: string;
  readonly volumeCapability: VolumeCapability | null;
  readonly readonly: boolean;
  readonly secrets: Text;
  readonly volumeContext: Text;
}

export interface ControllerPublishVolumeResponse {
  readonly publishContext: Text;
}

export interface ControllerUnpublishVolumeRequest {
  readonly volumeId: string;
  readonly nodeId: string;
  readonly secrets: Text;
}

export interface ValidateVolumeCapabilitiesRequest {
  readonly volumeId: string;
  readonly volumeContext: Text;
  readonly volumeCapabilities: readonly VolumeCapability[];
  readonly parameters: Text;
  readonly secrets: Text;
  readonly mutableParameters: Text;
}

export interface ValidateVolumeCapabilitiesResponse {
  readonly confirmed: Pick<
    ValidateVolumeCapabilitiesRequest,
    'volumeContext' | 'volumeCapabilities' | 'parameters' | 'mutableParameters'
  > | null;
  readonly message: string;
}

export interface ListVolumesRequest {
  readonly maxEntries: number;
  readonly startingToken: string;
}

export interface ListVolumesResponse {
  readonly entries: readonly {
    readonly volume: CsiVolume | null;
    readonly status: { readonly publishedNodeIds: readonly string[] } | null;
  }[];
  readonly nextToken: string;
}

export interface ControllerGetCapabilitiesResponse {
  readonly capabilities: readonly { readonly rpc?: { readonly type: ControllerCapability } | null }[];
}

export interface CsiSnapshot {
  readonly sizeBytes: number;
  readonly snapshotId: string;
  readonly sourceVolumeId: string;
  readonly creationTime: { readonly seconds: number; readonly nanos: number } | null;
  readonly readyToUse: boolean;
}

export interface CreateSnapshotRequest {
  readonly sourceVolumeId: string;
  readonly name: string;
  readonly secrets: Text;
  readonly parameters: Text;
}

export interface CreateSnapshotResponse {
  readonly snapshot: CsiSnapshot | null;
}

export interface DeleteSnapshotRequest {
  readonly snapshotId: string;
  readonly secrets: Text;
}

export interface ListSnapshotsRequest {
  readonly maxEntries: number;
  readonly startingToken: string;
  readonly sourceVolumeId: string;
  readonly snapshotId: string;
  readonly secrets: Text;
}

export interface ListSnapshotsResponse {
  readonly entries: readonly CreateSnapshotResponse[];
  readonly nextToken: string;
}

export interface ControllerExpandVolumeRequest {
  readonly volumeId: string;
  readonly capacityRange: CapacityRange | null;
  readonly secrets: Text;
  readonly volumeCapability: VolumeCapability | null;
}

export interface ControllerExpandVolumeResponse {
  readonly capacityBytes: number;
  readonly nodeExpansionRequired: boolean;
}

export interface ControllerModifyVolumeRequest {
  readonly volumeId: string;
  readonly secrets: Text;
  readonly mutableParameters: Text;
}

export interface NodeStageVolumeRequest {
  readonly volumeId: string;
  readonly publishContext: Text;
  readonly stagingTargetPath: string;
  readonly volumeCapability: VolumeCapability | null;
  readonly secrets: Text;
  readonly volumeContext: Text;
}

export interface NodeUnstageVolumeRequest {
  readonly volumeId: string;
  readonly stagingTargetPath: string;
}

export interface NodePublishVolumeRequest {
  readonly volumeId: string;
  readonly publishContext: Text;
  readonly stagingTargetPath: string;
  readonly targetPath: string;
  readonly volumeCapability: VolumeCapability | null;
  readonly readonly: boolean;
  readonly secrets: Text;
  readonly volumeContext: Text;
}

export interface NodeUnpublishVolumeRequest {
  readonly volumeId: string;
  readonly targetPath: string;
}

export interface NodeGetVolumeStatsRequest {
  readonly volumeId: string;
  readonly volumePath: string;
  readonly stagingTargetPath: string;
}

export interface NodeGetVolumeStatsResponse {
  readonly usage: readonly {
    readonly available: number;
    readonly total: number;
    readonly used: number;
    readonly unit: 'UNKNOWN' | 'BYTES' | 'INODES';
  }[];
}

export interface NodeExpandVolumeRequest {
  readonly volumeId: string;
  readonly volumePath: string;
  readonly capacityRange: CapacityRange | null;
  readonly stagingTargetPath: string;
  readonly volumeCapability: VolumeCapability | null;
  readonly secrets: Text;
}

export interface NodeExpandVolumeResponse {
  readonly capacityBytes: number;
}

export interface NodeGetCapabilitiesResponse {
  readonly capabilities: readonly { readonly rpc?: { readonly type: NodeCapability } | null }[];
}

export interface NodeGetInfoResponse {
  readonly nodeId: string;
  /** 0 when the driver knows no limit. */
  readonly maxVolumesPerNode: number;
  readonly accessibleTopology: Topology | null;
}
