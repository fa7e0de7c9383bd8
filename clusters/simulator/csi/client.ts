import { Client, credentials, type MethodDefinition, type ServiceDefinition } from '@grpc/grpc-js';
import type { Nothing } from './definition.ts';
import { fromStatus, protocol } from './grpc.ts';
import type * as controller from './messages.ts';
import type * as node from './messages.ts';
import type { PluginCapability, PluginInfo, Sent } from './messages.ts';

export { GrpcError } from './grpc.ts';

type Unary<Request, Answer> = (request: Sent<Request>) => Promise<Answer>;

export interface CsiIdentityClient {
  readonly getPluginInfo: Unary<Nothing, PluginInfo>;
  readonly getPluginCapabilities: Unary<Nothing, { readonly capabilities: readonly PluginCapability[] }>;
  readonly probe: Unary<Nothing, { readonly ready: { readonly value: boolean } | null }>;
  close(): void;
}

export interface CsiControllerClient extends CsiIdentityClient {
  readonly createVolume: Unary<controller.CreateVolumeRequest, controller.CreateVolumeResponse>;
  readonly deleteVolume: Unary<controller.DeleteVolumeRequest, Nothing>;
  readonly controllerPublishVolume: Unary<
    controller.ControllerPublishVolumeRequest,
    controller.ControllerPublishVolumeResponse
  >;
  readonly controllerUnpublishVolume: Unary<controller.ControllerUnpublishVolumeRequest, Nothing>;
  readonly validateVolumeCapabilities: Unary<
    controller.ValidateVolumeCapabilitiesRequest,
    controller.ValidateVolumeCapabilitiesResponse
  >;
  readonly listVolumes: Unary<controller.ListVolumesRequest, controller.ListVolumesResponse>;
  readonly controllerGetCapabilities: Unary<Nothing, controller.ControllerGetCapabilitiesResponse>;
  readonly createSnapshot: Unary<controller.CreateSnapshotRequest, controller.CreateSnapshotResponse>;
  readonly deleteSnapshot: Unary<controller.DeleteSnapshotRequest, Nothing>;
  readonly listSnapshots: Unary<controller.ListSnapshotsRequest, controller.ListSnapshotsResponse>;
  readonly controllerExpandVolume: Unary<
    controller.ControllerExpandVolumeRequest,
    controller.ControllerExpandVolumeResponse
  >;
  readonly controllerModifyVolume: Unary<controller.ControllerModifyVolumeRequest, Nothing>;
}

export interface CsiNodeClient extends CsiIdentityClient {
  readonly nodeGetInfo: Unary<Nothing, node.NodeGetInfoResponse>;
  readonly nodeGetCapabilities: Unary<Nothing, node.NodeGetCapabilitiesResponse>;
  readonly nodeStageVolume: Unary<node.NodeStageVolumeRequest, Nothing>;
  readonly nodeUnstageVolume: Unary<node.NodeUnstageVolumeRequest, Nothing>;
  readonly nodePublishVolume: Unary<node.NodePublishVolumeRequest, Nothing>;
  readonly nodeUnpublishVolume: Unary<node.NodeUnpublishVolumeRequest, Nothing>;
  readonly nodeGetVolumeStats: Unary<node.NodeGetVolumeStatsRequest, node.NodeGetVolumeStatsResponse>;
  readonly nodeExpandVolume: Unary<node.NodeExpandVolumeRequest, node.NodeExpandVolumeResponse>;
}

/** Calls a driver's Identity and Controller by its unix socket; a refusal rejects with GrpcError. */
export function csiControllerClient(socket: string): CsiControllerClient {
  return client(socket, [protocol().identity, protocol().controller]) as unknown as CsiControllerClient;
}

/** Calls a driver's Identity and Node by its unix socket; a refusal rejects with GrpcError. */
export function csiNodeClient(socket: string): CsiNodeClient {
  return client(socket, [protocol().identity, protocol().node]) as unknown as CsiNodeClient;
}

function client(socket: string, services: readonly ServiceDefinition[]): object {
  const channel = new Client(`unix:${socket}`, credentials.createInsecure());
  const calls = services.flatMap((service) =>
    Object.entries(service).map(([name, method]) => {
      const call = (request: object) => unary(channel, method, request);
      return [name.replace(/^./, (first) => first.toLowerCase()), call] as const;
    }),
  );
  return { ...Object.fromEntries(calls), close: () => channel.close() };
}

function unary(
  channel: Client,
  { path, requestSerialize, responseDeserialize }: MethodDefinition<object, object>,
  request: object,
): Promise<object | undefined> {
  return new Promise((resolve, reject) => {
    channel.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, answer) =>
      error ? reject(fromStatus(error)) : resolve(answer),
    );
  });
}
