import { Client, credentials, type MethodDefinition as Encoding, type ServiceDefinition } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';
import { fromStatus, methodName, protocol } from './grpc.ts';
import type { ControllerDefinition, IdentityDefinition, NodeDefinition } from './messages.ts';

export { GrpcError } from './grpc.ts';

type Calls<Service> = {
  readonly [Method in keyof Service as Uncapitalize<Method & string>]: Service[Method] extends MethodDefinition<
    infer RequestInput,
    infer _ResponseInput,
    infer _Request,
    infer Response
  >
    ? (request: RequestInput) => Promise<Response>
    : never;
};

interface Closable {
  close(): void;
}

export interface CsiControllerClient extends Calls<IdentityDefinition & ControllerDefinition>, Closable {}
export interface CsiNodeClient extends Calls<IdentityDefinition & NodeDefinition>, Closable {}

/** Calls a driver's Identity and Controller through its unix socket; a refusal rejects with GrpcError. */
export function csiControllerClient(socket: string): CsiControllerClient {
  return client(socket, [protocol().identity, protocol().controller]) as CsiControllerClient;
}

/** Calls a driver's Identity and Node through its unix socket; a refusal rejects with GrpcError. */
export function csiNodeClient(socket: string): CsiNodeClient {
  return client(socket, [protocol().identity, protocol().node]) as CsiNodeClient;
}

function client(socket: string, services: readonly ServiceDefinition[]): object {
  const channel = new Client(`unix:${socket}`, credentials.createInsecure());
  const calls = services.flatMap((service) =>
    Object.entries(service).map(([method, encoding]) => {
      return [methodName(method), (request: object) => unary(channel, encoding, request)] as const;
    }),
  );
  return { ...Object.fromEntries(calls), close: () => channel.close() };
}

function unary(
  channel: Client,
  { path, requestSerialize, responseDeserialize }: Encoding<object, object>,
  request: object,
): Promise<object | undefined> {
  return new Promise((resolve, reject) => {
    channel.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, answer) =>
      error ? reject(fromStatus(error)) : resolve(answer),
    );
  });
}
