import type {
  CapacityRange,
  ControllerCapability,
  CsiVolume,
  Text,
  TopologyRequirement,
  VolumeCapability,
  VolumeContentSource,
} from './messages.ts';

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
