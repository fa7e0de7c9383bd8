import type { Capability } from '../../../harness/cluster.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { CloudMachine } from '../cloud/machines.ts';
import type * as controller from './controller-messages.ts';
import type { ControllerCapability, NodeCapability, PluginService, Sent, Text, VolumeExpansion } from './messages.ts';
import type { Mounter } from './mounter.ts';
import type * as node from './node-messages.ts';

/** Flags of a sidecar as the driver's own manifests write them, without the leading dashes. */
export type Flags = Readonly<Record<string, string | number | boolean>>;

/**
 * One driver: what it says of itself, and what it does. It is plain data and functions of a request, so that
 * `{ ...ebs, createVolume: … }` is a driver that differs in one thing. A function throws GrpcError in the real driver's words;
 * what is not there is Unimplemented.
 */
export interface DriverDefinition extends ControllerBehaviour, NodeBehaviour {
  readonly short: string;
  /** As it is called in `components`: `ebs-csi-driver`. */
  readonly component: string;
  /** `ebs.csi.aws.com` */
  readonly name: string;
  readonly version: string;
  /** The capabilities that a cluster has because of this driver. */
  readonly capabilities?: readonly Capability[];
  /** The spec of its CSIDriver object, as its manifest writes it. */
  readonly csiDriver: object;
  readonly sidecars: { readonly provisioner?: Flags; readonly attacher?: Flags; readonly resizer?: Flags };
  readonly services: readonly PluginService[];
  readonly volumeExpansion?: VolumeExpansion;
  /** What NodeGetInfo calls a machine. */
  readonly nodeId: 'instance id' | 'name';
  readonly controllerCapabilities: readonly ControllerCapability[];
  readonly nodeCapabilities: readonly NodeCapability[];
  /** What it says when a call for the same volume is still under way; without it, it lets both run. */
  readonly underWay?: (call: CallName, volume: string) => string;
  /** Milliseconds of the cloud's clock that a call takes; none when absent. */
  readonly latency?: Readonly<Partial<Record<CallName, number>>>;
}

export type CallName = keyof ControllerBehaviour | keyof NodeBehaviour;

/** What the controller has at hand. */
export interface DriverContext {
  readonly cloud: Cloud;
  /** The machine that a node id means. */
  machineOf(nodeId: string): CloudMachine | undefined;
  /** Data of a Secret, for drivers that read one themselves; undefined when there is none. */
  secret(namespace: string, name: string): Promise<Text | undefined>;
}

/** What a node's part of the driver has at hand. */
export interface NodeContext extends DriverContext {
  readonly machine: CloudMachine;
  readonly mounter: Mounter;
}

type Call<Request, Answer> = (request: Request, context: DriverContext) => Sent<Answer> | Promise<Sent<Answer>>;
type NodeCall<Request, Answer> = (request: Request, context: NodeContext) => Sent<Answer> | Promise<Sent<Answer>>;
export type Nothing = Readonly<Record<never, never>>;

/** Methods of the Controller service, by the names of csi.proto; what capabilities say is answered from them. */
export interface ControllerBehaviour {
  readonly createVolume?: Call<controller.CreateVolumeRequest, controller.CreateVolumeResponse>;
  readonly deleteVolume?: Call<controller.DeleteVolumeRequest, Nothing>;
  readonly controllerPublishVolume?: Call<
    controller.ControllerPublishVolumeRequest,
    controller.ControllerPublishVolumeResponse
  >;
  readonly controllerUnpublishVolume?: Call<controller.ControllerUnpublishVolumeRequest, Nothing>;
  readonly validateVolumeCapabilities?: Call<
    controller.ValidateVolumeCapabilitiesRequest,
    controller.ValidateVolumeCapabilitiesResponse
  >;
  readonly listVolumes?: Call<controller.ListVolumesRequest, controller.ListVolumesResponse>;
  readonly createSnapshot?: Call<controller.CreateSnapshotRequest, controller.CreateSnapshotResponse>;
  readonly deleteSnapshot?: Call<controller.DeleteSnapshotRequest, Nothing>;
  readonly listSnapshots?: Call<controller.ListSnapshotsRequest, controller.ListSnapshotsResponse>;
  readonly controllerExpandVolume?: Call<
    controller.ControllerExpandVolumeRequest,
    controller.ControllerExpandVolumeResponse
  >;
  readonly controllerModifyVolume?: Call<controller.ControllerModifyVolumeRequest, Nothing>;
}

/** Methods of the Node service; NodeGetInfo must be there, as every kubelet asks. */
export interface NodeBehaviour {
  readonly nodeGetInfo: NodeCall<Nothing, node.NodeGetInfoResponse>;
  readonly nodeStageVolume?: NodeCall<node.NodeStageVolumeRequest, Nothing>;
  readonly nodeUnstageVolume?: NodeCall<node.NodeUnstageVolumeRequest, Nothing>;
  readonly nodePublishVolume?: NodeCall<node.NodePublishVolumeRequest, Nothing>;
  readonly nodeUnpublishVolume?: NodeCall<node.NodeUnpublishVolumeRequest, Nothing>;
  readonly nodeGetVolumeStats?: NodeCall<node.NodeGetVolumeStatsRequest, node.NodeGetVolumeStatsResponse>;
  readonly nodeExpandVolume?: NodeCall<node.NodeExpandVolumeRequest, node.NodeExpandVolumeResponse>;
}
