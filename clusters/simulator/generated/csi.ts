// Generated from csi.proto by `npm run update:csi-types`.
import type { MethodDefinition } from '@grpc/proto-loader';


export interface BlockMetadataInput {
  readonly byteOffset?: number | undefined;
  readonly sizeBytes?: number | undefined;
}

export interface BlockMetadata {
  readonly byteOffset: (number);
  readonly sizeBytes: (number);
}

export type BlockMetadataTypeInput =
  | 'UNKNOWN'
  | 'FIXED_LENGTH'
  | 'VARIABLE_LENGTH'

export type BlockMetadataType = BlockMetadataTypeInput

export interface CapacityRangeInput {
  readonly requiredBytes?: number | undefined;
  readonly limitBytes?: number | undefined;
}

export interface CapacityRange {
  readonly requiredBytes: (number);
  readonly limitBytes: (number);
}

export interface ControllerDefinition {
  ControllerExpandVolume: MethodDefinition<ControllerExpandVolumeRequestInput, ControllerExpandVolumeResponseInput, ControllerExpandVolumeRequest, ControllerExpandVolumeResponse>
  ControllerGetCapabilities: MethodDefinition<ControllerGetCapabilitiesRequestInput, ControllerGetCapabilitiesResponseInput, ControllerGetCapabilitiesRequest, ControllerGetCapabilitiesResponse>
  ControllerGetVolume: MethodDefinition<ControllerGetVolumeRequestInput, ControllerGetVolumeResponseInput, ControllerGetVolumeRequest, ControllerGetVolumeResponse>
  ControllerModifyVolume: MethodDefinition<ControllerModifyVolumeRequestInput, ControllerModifyVolumeResponseInput, ControllerModifyVolumeRequest, ControllerModifyVolumeResponse>
  ControllerPublishVolume: MethodDefinition<ControllerPublishVolumeRequestInput, ControllerPublishVolumeResponseInput, ControllerPublishVolumeRequest, ControllerPublishVolumeResponse>
  ControllerUnpublishVolume: MethodDefinition<ControllerUnpublishVolumeRequestInput, ControllerUnpublishVolumeResponseInput, ControllerUnpublishVolumeRequest, ControllerUnpublishVolumeResponse>
  CreateSnapshot: MethodDefinition<CreateSnapshotRequestInput, CreateSnapshotResponseInput, CreateSnapshotRequest, CreateSnapshotResponse>
  CreateVolume: MethodDefinition<CreateVolumeRequestInput, CreateVolumeResponseInput, CreateVolumeRequest, CreateVolumeResponse>
  DeleteSnapshot: MethodDefinition<DeleteSnapshotRequestInput, DeleteSnapshotResponseInput, DeleteSnapshotRequest, DeleteSnapshotResponse>
  DeleteVolume: MethodDefinition<DeleteVolumeRequestInput, DeleteVolumeResponseInput, DeleteVolumeRequest, DeleteVolumeResponse>
  GetCapacity: MethodDefinition<GetCapacityRequestInput, GetCapacityResponseInput, GetCapacityRequest, GetCapacityResponse>
  GetSnapshot: MethodDefinition<GetSnapshotRequestInput, GetSnapshotResponseInput, GetSnapshotRequest, GetSnapshotResponse>
  ListSnapshots: MethodDefinition<ListSnapshotsRequestInput, ListSnapshotsResponseInput, ListSnapshotsRequest, ListSnapshotsResponse>
  ListVolumes: MethodDefinition<ListVolumesRequestInput, ListVolumesResponseInput, ListVolumesRequest, ListVolumesResponse>
  ValidateVolumeCapabilities: MethodDefinition<ValidateVolumeCapabilitiesRequestInput, ValidateVolumeCapabilitiesResponseInput, ValidateVolumeCapabilitiesRequest, ValidateVolumeCapabilitiesResponse>
}

export interface ControllerExpandVolumeRequestInput {
  readonly volumeId?: (string) | undefined;
  readonly capacityRange?: (CapacityRangeInput | null) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly volumeCapability?: (VolumeCapabilityInput | null) | undefined;
}

export interface ControllerExpandVolumeRequest {
  readonly volumeId: (string);
  readonly capacityRange: (CapacityRange | null);
  readonly secrets: Readonly<Record<string, string>>;
  readonly volumeCapability: (VolumeCapability | null);
}

export interface ControllerExpandVolumeResponseInput {
  readonly capacityBytes?: number | undefined;
  readonly nodeExpansionRequired?: (boolean) | undefined;
}

export interface ControllerExpandVolumeResponse {
  readonly capacityBytes: (number);
  readonly nodeExpansionRequired: (boolean);
}

export interface ControllerGetCapabilitiesRequestInput {
}

export interface ControllerGetCapabilitiesRequest {
}

export interface ControllerGetCapabilitiesResponseInput {
  readonly capabilities?: readonly (ControllerServiceCapabilityInput)[] | undefined;
}

export interface ControllerGetCapabilitiesResponse {
  readonly capabilities: readonly (ControllerServiceCapability)[];
}

export interface ControllerGetVolumeRequestInput {
  readonly volumeId?: (string) | undefined;
}

export interface ControllerGetVolumeRequest {
  readonly volumeId: (string);
}

export interface ControllerGetVolumeResponse_VolumeStatusInput {
  readonly publishedNodeIds?: readonly (string)[] | undefined;
  readonly volumeCondition?: (VolumeConditionInput | null) | undefined;
}

export interface ControllerGetVolumeResponse_VolumeStatus {
  readonly publishedNodeIds: readonly (string)[];
  readonly volumeCondition: (VolumeCondition | null);
}

export interface ControllerGetVolumeResponseInput {
  readonly volume?: (VolumeInput | null) | undefined;
  readonly status?: (ControllerGetVolumeResponse_VolumeStatusInput | null) | undefined;
}

export interface ControllerGetVolumeResponse {
  readonly volume: (Volume | null);
  readonly status: (ControllerGetVolumeResponse_VolumeStatus | null);
}

export interface ControllerModifyVolumeRequestInput {
  readonly volumeId?: (string) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly mutableParameters?: Readonly<Record<string, string>> | undefined;
}

export interface ControllerModifyVolumeRequest {
  readonly volumeId: (string);
  readonly secrets: Readonly<Record<string, string>>;
  readonly mutableParameters: Readonly<Record<string, string>>;
}

export interface ControllerModifyVolumeResponseInput {
}

export interface ControllerModifyVolumeResponse {
}

export interface ControllerPublishVolumeRequestInput {
  readonly volumeId?: (string) | undefined;
  readonly nodeId?: (string) | undefined;
  readonly volumeCapability?: (VolumeCapabilityInput | null) | undefined;
  readonly readonly?: (boolean) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly volumeContext?: Readonly<Record<string, string>> | undefined;
}

export interface ControllerPublishVolumeRequest {
  readonly volumeId: (string);
  readonly nodeId: (string);
  readonly volumeCapability: (VolumeCapability | null);
  readonly readonly: (boolean);
  readonly secrets: Readonly<Record<string, string>>;
  readonly volumeContext: Readonly<Record<string, string>>;
}

export interface ControllerPublishVolumeResponseInput {
  readonly publishContext?: Readonly<Record<string, string>> | undefined;
}

export interface ControllerPublishVolumeResponse {
  readonly publishContext: Readonly<Record<string, string>>;
}

export interface ControllerServiceCapability_RPCInput {
  readonly type?: (ControllerServiceCapability_RPC_TypeInput) | undefined;
}

export interface ControllerServiceCapability_RPC {
  readonly type: (ControllerServiceCapability_RPC_Type);
}

export type ControllerServiceCapability_RPC_TypeInput =
  | 'UNKNOWN'
  | 'CREATE_DELETE_VOLUME'
  | 'PUBLISH_UNPUBLISH_VOLUME'
  | 'LIST_VOLUMES'
  | 'GET_CAPACITY'
  | 'CREATE_DELETE_SNAPSHOT'
  | 'LIST_SNAPSHOTS'
  | 'CLONE_VOLUME'
  | 'PUBLISH_READONLY'
  | 'EXPAND_VOLUME'
  | 'LIST_VOLUMES_PUBLISHED_NODES'
  | 'VOLUME_CONDITION'
  | 'GET_VOLUME'
  | 'SINGLE_NODE_MULTI_WRITER'
  | 'MODIFY_VOLUME'
  | 'GET_SNAPSHOT'

export type ControllerServiceCapability_RPC_Type = ControllerServiceCapability_RPC_TypeInput

export interface ControllerServiceCapabilityInput {
  readonly rpc?: (ControllerServiceCapability_RPCInput | null) | undefined;
  readonly type?: "rpc" | undefined;
}

export interface ControllerServiceCapability {
  readonly rpc?: (ControllerServiceCapability_RPC | null) | undefined;
  readonly type?: "rpc" | undefined;
}

export interface ControllerUnpublishVolumeRequestInput {
  readonly volumeId?: (string) | undefined;
  readonly nodeId?: (string) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

export interface ControllerUnpublishVolumeRequest {
  readonly volumeId: (string);
  readonly nodeId: (string);
  readonly secrets: Readonly<Record<string, string>>;
}

export interface ControllerUnpublishVolumeResponseInput {
}

export interface ControllerUnpublishVolumeResponse {
}

export interface CreateSnapshotRequestInput {
  readonly sourceVolumeId?: (string) | undefined;
  readonly name?: (string) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

export interface CreateSnapshotRequest {
  readonly sourceVolumeId: (string);
  readonly name: (string);
  readonly secrets: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface CreateSnapshotResponseInput {
  readonly snapshot?: (SnapshotInput | null) | undefined;
}

export interface CreateSnapshotResponse {
  readonly snapshot: (Snapshot | null);
}

export interface CreateVolumeGroupSnapshotRequestInput {
  readonly name?: (string) | undefined;
  readonly sourceVolumeIds?: readonly (string)[] | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

export interface CreateVolumeGroupSnapshotRequest {
  readonly name: (string);
  readonly sourceVolumeIds: readonly (string)[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface CreateVolumeGroupSnapshotResponseInput {
  readonly groupSnapshot?: (VolumeGroupSnapshotInput | null) | undefined;
}

export interface CreateVolumeGroupSnapshotResponse {
  readonly groupSnapshot: (VolumeGroupSnapshot | null);
}

export interface CreateVolumeRequestInput {
  readonly name?: (string) | undefined;
  readonly capacityRange?: (CapacityRangeInput | null) | undefined;
  readonly volumeCapabilities?: readonly (VolumeCapabilityInput)[] | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly volumeContentSource?: (VolumeContentSourceInput | null) | undefined;
  readonly accessibilityRequirements?: (TopologyRequirementInput | null) | undefined;
  readonly mutableParameters?: Readonly<Record<string, string>> | undefined;
}

export interface CreateVolumeRequest {
  readonly name: (string);
  readonly capacityRange: (CapacityRange | null);
  readonly volumeCapabilities: readonly (VolumeCapability)[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly volumeContentSource: (VolumeContentSource | null);
  readonly accessibilityRequirements: (TopologyRequirement | null);
  readonly mutableParameters: Readonly<Record<string, string>>;
}

export interface CreateVolumeResponseInput {
  readonly volume?: (VolumeInput | null) | undefined;
}

export interface CreateVolumeResponse {
  readonly volume: (Volume | null);
}

export interface DeleteSnapshotRequestInput {
  readonly snapshotId?: (string) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

export interface DeleteSnapshotRequest {
  readonly snapshotId: (string);
  readonly secrets: Readonly<Record<string, string>>;
}

export interface DeleteSnapshotResponseInput {
}

export interface DeleteSnapshotResponse {
}

export interface DeleteVolumeGroupSnapshotRequestInput {
  readonly groupSnapshotId?: (string) | undefined;
  readonly snapshotIds?: readonly (string)[] | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

export interface DeleteVolumeGroupSnapshotRequest {
  readonly groupSnapshotId: (string);
  readonly snapshotIds: readonly (string)[];
  readonly secrets: Readonly<Record<string, string>>;
}

export interface DeleteVolumeGroupSnapshotResponseInput {
}

export interface DeleteVolumeGroupSnapshotResponse {
}

export interface DeleteVolumeRequestInput {
  readonly volumeId?: (string) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

export interface DeleteVolumeRequest {
  readonly volumeId: (string);
  readonly secrets: Readonly<Record<string, string>>;
}

export interface DeleteVolumeResponseInput {
}

export interface DeleteVolumeResponse {
}

export interface GetCapacityRequestInput {
  readonly volumeCapabilities?: readonly (VolumeCapabilityInput)[] | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  readonly accessibleTopology?: (TopologyInput | null) | undefined;
}

export interface GetCapacityRequest {
  readonly volumeCapabilities: readonly (VolumeCapability)[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly accessibleTopology: (Topology | null);
}

export interface GetCapacityResponseInput {
  readonly availableCapacity?: number | undefined;
  readonly maximumVolumeSize?: (Int64ValueInput | null) | undefined;
  readonly minimumVolumeSize?: (Int64ValueInput | null) | undefined;
}

export interface GetCapacityResponse {
  readonly availableCapacity: (number);
  readonly maximumVolumeSize: (Int64Value | null);
  readonly minimumVolumeSize: (Int64Value | null);
}

export interface GetMetadataAllocatedRequestInput {
  readonly snapshotId?: (string) | undefined;
  readonly startingOffset?: number | undefined;
  readonly maxResults?: (number) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

export interface GetMetadataAllocatedRequest {
  readonly snapshotId: (string);
  readonly startingOffset: (number);
  readonly maxResults: (number);
  readonly secrets: Readonly<Record<string, string>>;
}

export interface GetMetadataAllocatedResponseInput {
  readonly blockMetadataType?: (BlockMetadataTypeInput) | undefined;
  readonly volumeCapacityBytes?: number | undefined;
  readonly blockMetadata?: readonly (BlockMetadataInput)[] | undefined;
}

export interface GetMetadataAllocatedResponse {
  readonly blockMetadataType: (BlockMetadataType);
  readonly volumeCapacityBytes: (number);
  readonly blockMetadata: readonly (BlockMetadata)[];
}

export interface GetMetadataDeltaRequestInput {
  readonly baseSnapshotId?: (string) | undefined;
  readonly targetSnapshotId?: (string) | undefined;
  readonly startingOffset?: number | undefined;
  readonly maxResults?: (number) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

export interface GetMetadataDeltaRequest {
  readonly baseSnapshotId: (string);
  readonly targetSnapshotId: (string);
  readonly startingOffset: (number);
  readonly maxResults: (number);
  readonly secrets: Readonly<Record<string, string>>;
}

export interface GetMetadataDeltaResponseInput {
  readonly blockMetadataType?: (BlockMetadataTypeInput) | undefined;
  readonly volumeCapacityBytes?: number | undefined;
  readonly blockMetadata?: readonly (BlockMetadataInput)[] | undefined;
}

export interface GetMetadataDeltaResponse {
  readonly blockMetadataType: (BlockMetadataType);
  readonly volumeCapacityBytes: (number);
  readonly blockMetadata: readonly (BlockMetadata)[];
}

export interface GetPluginCapabilitiesRequestInput {
}

export interface GetPluginCapabilitiesRequest {
}

export interface GetPluginCapabilitiesResponseInput {
  readonly capabilities?: readonly (PluginCapabilityInput)[] | undefined;
}

export interface GetPluginCapabilitiesResponse {
  readonly capabilities: readonly (PluginCapability)[];
}

export interface GetPluginInfoRequestInput {
}

export interface GetPluginInfoRequest {
}

export interface GetPluginInfoResponseInput {
  readonly name?: (string) | undefined;
  readonly vendorVersion?: (string) | undefined;
  readonly manifest?: Readonly<Record<string, string>> | undefined;
}

export interface GetPluginInfoResponse {
  readonly name: (string);
  readonly vendorVersion: (string);
  readonly manifest: Readonly<Record<string, string>>;
}

export interface GetSnapshotRequestInput {
  readonly snapshotId?: (string) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

export interface GetSnapshotRequest {
  readonly snapshotId: (string);
  readonly secrets: Readonly<Record<string, string>>;
}

export interface GetSnapshotResponseInput {
  readonly snapshot?: (SnapshotInput | null) | undefined;
}

export interface GetSnapshotResponse {
  readonly snapshot: (Snapshot | null);
}

export interface GetVolumeGroupSnapshotRequestInput {
  readonly groupSnapshotId?: (string) | undefined;
  readonly snapshotIds?: readonly (string)[] | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

export interface GetVolumeGroupSnapshotRequest {
  readonly groupSnapshotId: (string);
  readonly snapshotIds: readonly (string)[];
  readonly secrets: Readonly<Record<string, string>>;
}

export interface GetVolumeGroupSnapshotResponseInput {
  readonly groupSnapshot?: (VolumeGroupSnapshotInput | null) | undefined;
}

export interface GetVolumeGroupSnapshotResponse {
  readonly groupSnapshot: (VolumeGroupSnapshot | null);
}

export interface GroupControllerDefinition {
  CreateVolumeGroupSnapshot: MethodDefinition<CreateVolumeGroupSnapshotRequestInput, CreateVolumeGroupSnapshotResponseInput, CreateVolumeGroupSnapshotRequest, CreateVolumeGroupSnapshotResponse>
  DeleteVolumeGroupSnapshot: MethodDefinition<DeleteVolumeGroupSnapshotRequestInput, DeleteVolumeGroupSnapshotResponseInput, DeleteVolumeGroupSnapshotRequest, DeleteVolumeGroupSnapshotResponse>
  GetVolumeGroupSnapshot: MethodDefinition<GetVolumeGroupSnapshotRequestInput, GetVolumeGroupSnapshotResponseInput, GetVolumeGroupSnapshotRequest, GetVolumeGroupSnapshotResponse>
  GroupControllerGetCapabilities: MethodDefinition<GroupControllerGetCapabilitiesRequestInput, GroupControllerGetCapabilitiesResponseInput, GroupControllerGetCapabilitiesRequest, GroupControllerGetCapabilitiesResponse>
}

export interface GroupControllerGetCapabilitiesRequestInput {
}

export interface GroupControllerGetCapabilitiesRequest {
}

export interface GroupControllerGetCapabilitiesResponseInput {
  readonly capabilities?: readonly (GroupControllerServiceCapabilityInput)[] | undefined;
}

export interface GroupControllerGetCapabilitiesResponse {
  readonly capabilities: readonly (GroupControllerServiceCapability)[];
}

export interface GroupControllerServiceCapability_RPCInput {
  readonly type?: (GroupControllerServiceCapability_RPC_TypeInput) | undefined;
}

export interface GroupControllerServiceCapability_RPC {
  readonly type: (GroupControllerServiceCapability_RPC_Type);
}

export type GroupControllerServiceCapability_RPC_TypeInput =
  | 'UNKNOWN'
  | 'CREATE_DELETE_GET_VOLUME_GROUP_SNAPSHOT'

export type GroupControllerServiceCapability_RPC_Type = GroupControllerServiceCapability_RPC_TypeInput

export interface GroupControllerServiceCapabilityInput {
  readonly rpc?: (GroupControllerServiceCapability_RPCInput | null) | undefined;
  readonly type?: "rpc" | undefined;
}

export interface GroupControllerServiceCapability {
  readonly rpc?: (GroupControllerServiceCapability_RPC | null) | undefined;
  readonly type?: "rpc" | undefined;
}

export interface IdentityDefinition {
  GetPluginCapabilities: MethodDefinition<GetPluginCapabilitiesRequestInput, GetPluginCapabilitiesResponseInput, GetPluginCapabilitiesRequest, GetPluginCapabilitiesResponse>
  GetPluginInfo: MethodDefinition<GetPluginInfoRequestInput, GetPluginInfoResponseInput, GetPluginInfoRequest, GetPluginInfoResponse>
  Probe: MethodDefinition<ProbeRequestInput, ProbeResponseInput, ProbeRequest, ProbeResponse>
}

export interface ListSnapshotsRequestInput {
  readonly maxEntries?: (number) | undefined;
  readonly startingToken?: (string) | undefined;
  readonly sourceVolumeId?: (string) | undefined;
  readonly snapshotId?: (string) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

export interface ListSnapshotsRequest {
  readonly maxEntries: (number);
  readonly startingToken: (string);
  readonly sourceVolumeId: (string);
  readonly snapshotId: (string);
  readonly secrets: Readonly<Record<string, string>>;
}

export interface ListSnapshotsResponse_EntryInput {
  readonly snapshot?: (SnapshotInput | null) | undefined;
}

export interface ListSnapshotsResponse_Entry {
  readonly snapshot: (Snapshot | null);
}

export interface ListSnapshotsResponseInput {
  readonly entries?: readonly (ListSnapshotsResponse_EntryInput)[] | undefined;
  readonly nextToken?: (string) | undefined;
}

export interface ListSnapshotsResponse {
  readonly entries: readonly (ListSnapshotsResponse_Entry)[];
  readonly nextToken: (string);
}

export interface ListVolumesRequestInput {
  readonly maxEntries?: (number) | undefined;
  readonly startingToken?: (string) | undefined;
}

export interface ListVolumesRequest {
  readonly maxEntries: (number);
  readonly startingToken: (string);
}

export interface ListVolumesResponse_EntryInput {
  readonly volume?: (VolumeInput | null) | undefined;
  readonly status?: (ListVolumesResponse_VolumeStatusInput | null) | undefined;
}

export interface ListVolumesResponse_Entry {
  readonly volume: (Volume | null);
  readonly status: (ListVolumesResponse_VolumeStatus | null);
}

export interface ListVolumesResponse_VolumeStatusInput {
  readonly publishedNodeIds?: readonly (string)[] | undefined;
  readonly volumeCondition?: (VolumeConditionInput | null) | undefined;
}

export interface ListVolumesResponse_VolumeStatus {
  readonly publishedNodeIds: readonly (string)[];
  readonly volumeCondition: (VolumeCondition | null);
}

export interface ListVolumesResponseInput {
  readonly entries?: readonly (ListVolumesResponse_EntryInput)[] | undefined;
  readonly nextToken?: (string) | undefined;
}

export interface ListVolumesResponse {
  readonly entries: readonly (ListVolumesResponse_Entry)[];
  readonly nextToken: (string);
}

export interface NodeDefinition {
  NodeExpandVolume: MethodDefinition<NodeExpandVolumeRequestInput, NodeExpandVolumeResponseInput, NodeExpandVolumeRequest, NodeExpandVolumeResponse>
  NodeGetCapabilities: MethodDefinition<NodeGetCapabilitiesRequestInput, NodeGetCapabilitiesResponseInput, NodeGetCapabilitiesRequest, NodeGetCapabilitiesResponse>
  NodeGetInfo: MethodDefinition<NodeGetInfoRequestInput, NodeGetInfoResponseInput, NodeGetInfoRequest, NodeGetInfoResponse>
  NodeGetVolumeStats: MethodDefinition<NodeGetVolumeStatsRequestInput, NodeGetVolumeStatsResponseInput, NodeGetVolumeStatsRequest, NodeGetVolumeStatsResponse>
  NodePublishVolume: MethodDefinition<NodePublishVolumeRequestInput, NodePublishVolumeResponseInput, NodePublishVolumeRequest, NodePublishVolumeResponse>
  NodeStageVolume: MethodDefinition<NodeStageVolumeRequestInput, NodeStageVolumeResponseInput, NodeStageVolumeRequest, NodeStageVolumeResponse>
  NodeUnpublishVolume: MethodDefinition<NodeUnpublishVolumeRequestInput, NodeUnpublishVolumeResponseInput, NodeUnpublishVolumeRequest, NodeUnpublishVolumeResponse>
  NodeUnstageVolume: MethodDefinition<NodeUnstageVolumeRequestInput, NodeUnstageVolumeResponseInput, NodeUnstageVolumeRequest, NodeUnstageVolumeResponse>
}

export interface NodeExpandVolumeRequestInput {
  readonly volumeId?: (string) | undefined;
  readonly volumePath?: (string) | undefined;
  readonly capacityRange?: (CapacityRangeInput | null) | undefined;
  readonly stagingTargetPath?: (string) | undefined;
  readonly volumeCapability?: (VolumeCapabilityInput | null) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

export interface NodeExpandVolumeRequest {
  readonly volumeId: (string);
  readonly volumePath: (string);
  readonly capacityRange: (CapacityRange | null);
  readonly stagingTargetPath: (string);
  readonly volumeCapability: (VolumeCapability | null);
  readonly secrets: Readonly<Record<string, string>>;
}

export interface NodeExpandVolumeResponseInput {
  readonly capacityBytes?: number | undefined;
}

export interface NodeExpandVolumeResponse {
  readonly capacityBytes: (number);
}

export interface NodeGetCapabilitiesRequestInput {
}

export interface NodeGetCapabilitiesRequest {
}

export interface NodeGetCapabilitiesResponseInput {
  readonly capabilities?: readonly (NodeServiceCapabilityInput)[] | undefined;
}

export interface NodeGetCapabilitiesResponse {
  readonly capabilities: readonly (NodeServiceCapability)[];
}

export interface NodeGetInfoRequestInput {
}

export interface NodeGetInfoRequest {
}

export interface NodeGetInfoResponseInput {
  readonly nodeId?: (string) | undefined;
  readonly maxVolumesPerNode?: number | undefined;
  readonly accessibleTopology?: (TopologyInput | null) | undefined;
}

export interface NodeGetInfoResponse {
  readonly nodeId: (string);
  readonly maxVolumesPerNode: (number);
  readonly accessibleTopology: (Topology | null);
}

export interface NodeGetVolumeStatsRequestInput {
  readonly volumeId?: (string) | undefined;
  readonly volumePath?: (string) | undefined;
  readonly stagingTargetPath?: (string) | undefined;
}

export interface NodeGetVolumeStatsRequest {
  readonly volumeId: (string);
  readonly volumePath: (string);
  readonly stagingTargetPath: (string);
}

export interface NodeGetVolumeStatsResponseInput {
  readonly usage?: readonly (VolumeUsageInput)[] | undefined;
  readonly volumeCondition?: (VolumeConditionInput | null) | undefined;
}

export interface NodeGetVolumeStatsResponse {
  readonly usage: readonly (VolumeUsage)[];
  readonly volumeCondition: (VolumeCondition | null);
}

export interface NodePublishVolumeRequestInput {
  readonly volumeId?: (string) | undefined;
  readonly publishContext?: Readonly<Record<string, string>> | undefined;
  readonly stagingTargetPath?: (string) | undefined;
  readonly targetPath?: (string) | undefined;
  readonly volumeCapability?: (VolumeCapabilityInput | null) | undefined;
  readonly readonly?: (boolean) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly volumeContext?: Readonly<Record<string, string>> | undefined;
}

export interface NodePublishVolumeRequest {
  readonly volumeId: (string);
  readonly publishContext: Readonly<Record<string, string>>;
  readonly stagingTargetPath: (string);
  readonly targetPath: (string);
  readonly volumeCapability: (VolumeCapability | null);
  readonly readonly: (boolean);
  readonly secrets: Readonly<Record<string, string>>;
  readonly volumeContext: Readonly<Record<string, string>>;
}

export interface NodePublishVolumeResponseInput {
}

export interface NodePublishVolumeResponse {
}

export interface NodeServiceCapability_RPCInput {
  readonly type?: (NodeServiceCapability_RPC_TypeInput) | undefined;
}

export interface NodeServiceCapability_RPC {
  readonly type: (NodeServiceCapability_RPC_Type);
}

export type NodeServiceCapability_RPC_TypeInput =
  | 'UNKNOWN'
  | 'STAGE_UNSTAGE_VOLUME'
  | 'GET_VOLUME_STATS'
  | 'EXPAND_VOLUME'
  | 'VOLUME_CONDITION'
  | 'SINGLE_NODE_MULTI_WRITER'
  | 'VOLUME_MOUNT_GROUP'

export type NodeServiceCapability_RPC_Type = NodeServiceCapability_RPC_TypeInput

export interface NodeServiceCapabilityInput {
  readonly rpc?: (NodeServiceCapability_RPCInput | null) | undefined;
  readonly type?: "rpc" | undefined;
}

export interface NodeServiceCapability {
  readonly rpc?: (NodeServiceCapability_RPC | null) | undefined;
  readonly type?: "rpc" | undefined;
}

export interface NodeStageVolumeRequestInput {
  readonly volumeId?: (string) | undefined;
  readonly publishContext?: Readonly<Record<string, string>> | undefined;
  readonly stagingTargetPath?: (string) | undefined;
  readonly volumeCapability?: (VolumeCapabilityInput | null) | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly volumeContext?: Readonly<Record<string, string>> | undefined;
}

export interface NodeStageVolumeRequest {
  readonly volumeId: (string);
  readonly publishContext: Readonly<Record<string, string>>;
  readonly stagingTargetPath: (string);
  readonly volumeCapability: (VolumeCapability | null);
  readonly secrets: Readonly<Record<string, string>>;
  readonly volumeContext: Readonly<Record<string, string>>;
}

export interface NodeStageVolumeResponseInput {
}

export interface NodeStageVolumeResponse {
}

export interface NodeUnpublishVolumeRequestInput {
  readonly volumeId?: (string) | undefined;
  readonly targetPath?: (string) | undefined;
}

export interface NodeUnpublishVolumeRequest {
  readonly volumeId: (string);
  readonly targetPath: (string);
}

export interface NodeUnpublishVolumeResponseInput {
}

export interface NodeUnpublishVolumeResponse {
}

export interface NodeUnstageVolumeRequestInput {
  readonly volumeId?: (string) | undefined;
  readonly stagingTargetPath?: (string) | undefined;
}

export interface NodeUnstageVolumeRequest {
  readonly volumeId: (string);
  readonly stagingTargetPath: (string);
}

export interface NodeUnstageVolumeResponseInput {
}

export interface NodeUnstageVolumeResponse {
}

export interface PluginCapability_ServiceInput {
  readonly type?: (PluginCapability_Service_TypeInput) | undefined;
}

export interface PluginCapability_Service {
  readonly type: (PluginCapability_Service_Type);
}

export type PluginCapability_Service_TypeInput =
  | 'UNKNOWN'
  | 'CONTROLLER_SERVICE'
  | 'VOLUME_ACCESSIBILITY_CONSTRAINTS'
  | 'GROUP_CONTROLLER_SERVICE'
  | 'SNAPSHOT_METADATA_SERVICE'

export type PluginCapability_Service_Type = PluginCapability_Service_TypeInput

export type PluginCapability_VolumeExpansion_TypeInput =
  | 'UNKNOWN'
  | 'ONLINE'
  | 'OFFLINE'

export type PluginCapability_VolumeExpansion_Type = PluginCapability_VolumeExpansion_TypeInput

export interface PluginCapability_VolumeExpansionInput {
  readonly type?: (PluginCapability_VolumeExpansion_TypeInput) | undefined;
}

export interface PluginCapability_VolumeExpansion {
  readonly type: (PluginCapability_VolumeExpansion_Type);
}

export interface PluginCapabilityInput {
  readonly service?: (PluginCapability_ServiceInput | null) | undefined;
  readonly volumeExpansion?: (PluginCapability_VolumeExpansionInput | null) | undefined;
  readonly type?: "service"|"volumeExpansion" | undefined;
}

export interface PluginCapability {
  readonly service?: (PluginCapability_Service | null) | undefined;
  readonly volumeExpansion?: (PluginCapability_VolumeExpansion | null) | undefined;
  readonly type?: "service"|"volumeExpansion" | undefined;
}

export interface ProbeRequestInput {
}

export interface ProbeRequest {
}

export interface ProbeResponseInput {
  readonly ready?: (BoolValueInput | null) | undefined;
}

export interface ProbeResponse {
  readonly ready: (BoolValue | null);
}

export interface SnapshotInput {
  readonly sizeBytes?: number | undefined;
  readonly snapshotId?: (string) | undefined;
  readonly sourceVolumeId?: (string) | undefined;
  readonly creationTime?: (TimestampInput | null) | undefined;
  readonly readyToUse?: (boolean) | undefined;
  readonly groupSnapshotId?: (string) | undefined;
}

export interface Snapshot {
  readonly sizeBytes: (number);
  readonly snapshotId: (string);
  readonly sourceVolumeId: (string);
  readonly creationTime: (Timestamp | null);
  readonly readyToUse: (boolean);
  readonly groupSnapshotId: (string);
}

export interface SnapshotMetadataDefinition {
  GetMetadataAllocated: MethodDefinition<GetMetadataAllocatedRequestInput, GetMetadataAllocatedResponseInput, GetMetadataAllocatedRequest, GetMetadataAllocatedResponse>
  GetMetadataDelta: MethodDefinition<GetMetadataDeltaRequestInput, GetMetadataDeltaResponseInput, GetMetadataDeltaRequest, GetMetadataDeltaResponse>
}

export interface TopologyInput {
  readonly segments?: Readonly<Record<string, string>> | undefined;
}

export interface Topology {
  readonly segments: Readonly<Record<string, string>>;
}

export interface TopologyRequirementInput {
  readonly requisite?: readonly (TopologyInput)[] | undefined;
  readonly preferred?: readonly (TopologyInput)[] | undefined;
}

export interface TopologyRequirement {
  readonly requisite: readonly (Topology)[];
  readonly preferred: readonly (Topology)[];
}

export interface ValidateVolumeCapabilitiesRequestInput {
  readonly volumeId?: (string) | undefined;
  readonly volumeContext?: Readonly<Record<string, string>> | undefined;
  readonly volumeCapabilities?: readonly (VolumeCapabilityInput)[] | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly mutableParameters?: Readonly<Record<string, string>> | undefined;
}

export interface ValidateVolumeCapabilitiesRequest {
  readonly volumeId: (string);
  readonly volumeContext: Readonly<Record<string, string>>;
  readonly volumeCapabilities: readonly (VolumeCapability)[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly mutableParameters: Readonly<Record<string, string>>;
}

export interface ValidateVolumeCapabilitiesResponse_ConfirmedInput {
  readonly volumeContext?: Readonly<Record<string, string>> | undefined;
  readonly volumeCapabilities?: readonly (VolumeCapabilityInput)[] | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  readonly mutableParameters?: Readonly<Record<string, string>> | undefined;
}

export interface ValidateVolumeCapabilitiesResponse_Confirmed {
  readonly volumeContext: Readonly<Record<string, string>>;
  readonly volumeCapabilities: readonly (VolumeCapability)[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly mutableParameters: Readonly<Record<string, string>>;
}

export interface ValidateVolumeCapabilitiesResponseInput {
  readonly confirmed?: (ValidateVolumeCapabilitiesResponse_ConfirmedInput | null) | undefined;
  readonly message?: (string) | undefined;
}

export interface ValidateVolumeCapabilitiesResponse {
  readonly confirmed: (ValidateVolumeCapabilitiesResponse_Confirmed | null);
  readonly message: (string);
}

export interface VolumeInput {
  readonly capacityBytes?: number | undefined;
  readonly volumeId?: (string) | undefined;
  readonly volumeContext?: Readonly<Record<string, string>> | undefined;
  readonly contentSource?: (VolumeContentSourceInput | null) | undefined;
  readonly accessibleTopology?: readonly (TopologyInput)[] | undefined;
}

export interface Volume {
  readonly capacityBytes: (number);
  readonly volumeId: (string);
  readonly volumeContext: Readonly<Record<string, string>>;
  readonly contentSource: (VolumeContentSource | null);
  readonly accessibleTopology: readonly (Topology)[];
}

export interface VolumeCapability_AccessModeInput {
  readonly mode?: (VolumeCapability_AccessMode_ModeInput) | undefined;
}

export interface VolumeCapability_AccessMode {
  readonly mode: (VolumeCapability_AccessMode_Mode);
}

export interface VolumeCapability_BlockVolumeInput {
}

export interface VolumeCapability_BlockVolume {
}

export type VolumeCapability_AccessMode_ModeInput =
  | 'UNKNOWN'
  | 'SINGLE_NODE_WRITER'
  | 'SINGLE_NODE_READER_ONLY'
  | 'MULTI_NODE_READER_ONLY'
  | 'MULTI_NODE_SINGLE_WRITER'
  | 'MULTI_NODE_MULTI_WRITER'
  | 'SINGLE_NODE_SINGLE_WRITER'
  | 'SINGLE_NODE_MULTI_WRITER'

export type VolumeCapability_AccessMode_Mode = VolumeCapability_AccessMode_ModeInput

export interface VolumeCapability_MountVolumeInput {
  readonly fsType?: (string) | undefined;
  readonly mountFlags?: readonly (string)[] | undefined;
  readonly volumeMountGroup?: (string) | undefined;
}

export interface VolumeCapability_MountVolume {
  readonly fsType: (string);
  readonly mountFlags: readonly (string)[];
  readonly volumeMountGroup: (string);
}

export interface VolumeCapabilityInput {
  readonly block?: (VolumeCapability_BlockVolumeInput | null) | undefined;
  readonly mount?: (VolumeCapability_MountVolumeInput | null) | undefined;
  readonly accessMode?: (VolumeCapability_AccessModeInput | null) | undefined;
  readonly accessType?: "block"|"mount" | undefined;
}

export interface VolumeCapability {
  readonly block?: (VolumeCapability_BlockVolume | null) | undefined;
  readonly mount?: (VolumeCapability_MountVolume | null) | undefined;
  readonly accessMode: (VolumeCapability_AccessMode | null);
  readonly accessType?: "block"|"mount" | undefined;
}

export interface VolumeConditionInput {
  readonly abnormal?: (boolean) | undefined;
  readonly message?: (string) | undefined;
}

export interface VolumeCondition {
  readonly abnormal: (boolean);
  readonly message: (string);
}

export interface VolumeContentSource_SnapshotSourceInput {
  readonly snapshotId?: (string) | undefined;
}

export interface VolumeContentSource_SnapshotSource {
  readonly snapshotId: (string);
}

export interface VolumeContentSource_VolumeSourceInput {
  readonly volumeId?: (string) | undefined;
}

export interface VolumeContentSource_VolumeSource {
  readonly volumeId: (string);
}

export interface VolumeContentSourceInput {
  readonly snapshot?: (VolumeContentSource_SnapshotSourceInput | null) | undefined;
  readonly volume?: (VolumeContentSource_VolumeSourceInput | null) | undefined;
  readonly type?: "snapshot"|"volume" | undefined;
}

export interface VolumeContentSource {
  readonly snapshot?: (VolumeContentSource_SnapshotSource | null) | undefined;
  readonly volume?: (VolumeContentSource_VolumeSource | null) | undefined;
  readonly type?: "snapshot"|"volume" | undefined;
}

export interface VolumeGroupSnapshotInput {
  readonly groupSnapshotId?: (string) | undefined;
  readonly snapshots?: readonly (SnapshotInput)[] | undefined;
  readonly creationTime?: (TimestampInput | null) | undefined;
  readonly readyToUse?: (boolean) | undefined;
}

export interface VolumeGroupSnapshot {
  readonly groupSnapshotId: (string);
  readonly snapshots: readonly (Snapshot)[];
  readonly creationTime: (Timestamp | null);
  readonly readyToUse: (boolean);
}

export type VolumeUsage_UnitInput =
  | 'UNKNOWN'
  | 'BYTES'
  | 'INODES'

export type VolumeUsage_Unit = VolumeUsage_UnitInput

export interface VolumeUsageInput {
  readonly available?: number | undefined;
  readonly total?: number | undefined;
  readonly used?: number | undefined;
  readonly unit?: (VolumeUsage_UnitInput) | undefined;
}

export interface VolumeUsage {
  readonly available: (number);
  readonly total: (number);
  readonly used: (number);
  readonly unit: (VolumeUsage_Unit);
}

export interface BoolValueInput {
  readonly value?: (boolean) | undefined;
}

export interface BoolValue {
  readonly value: (boolean);
}

export interface Int64ValueInput {
  readonly value?: number | undefined;
}

export interface Int64Value {
  readonly value: (number);
}

export interface TimestampInput {
  readonly seconds?: number | undefined;
  readonly nanos?: (number) | undefined;
}

export interface Timestamp {
  readonly seconds: (number);
  readonly nanos: (number);
}
