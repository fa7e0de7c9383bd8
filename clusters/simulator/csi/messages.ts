import type {
  ControllerServiceCapability_RPC_Type,
  NodeServiceCapability_RPC_Type,
  PluginCapability_Service_Type,
  PluginCapability_VolumeExpansion_Type,
  VolumeCapability_AccessMode_Mode,
  VolumeCapability_MountVolume,
} from '../generated/csi.ts';

/** The messages of csi.proto, decoded: every field is present, and a message that was not sent is null. */
export type * from '../generated/csi.ts';

/** Parameters, attributes, secrets, segments of a topology: CSI's `map<string, string>`. */
export type StringMap = Readonly<Record<string, string>>;

// Short names of nested types.
export type AccessMode = VolumeCapability_AccessMode_Mode;
export type MountVolume = VolumeCapability_MountVolume;
export type PluginService = PluginCapability_Service_Type;
export type VolumeExpansion = PluginCapability_VolumeExpansion_Type;
export type ControllerCapability = ControllerServiceCapability_RPC_Type;
export type NodeCapability = NodeServiceCapability_RPC_Type;
