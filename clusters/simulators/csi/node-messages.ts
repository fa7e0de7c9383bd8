import type { CapacityRange, NodeCapability, Text, Topology, VolumeCapability } from './messages.ts';

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
