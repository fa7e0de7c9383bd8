import { Client, credentials } from '@grpc/grpc-js';
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

export interface CsiClient extends Calls<IdentityDefinition & ControllerDefinition & NodeDefinition> {
  close(): void;
}

/** Calls a driver's services through its unix socket; a refusal rejects with GrpcError. */
export function csiClient(socket: string): CsiClient {
  const channel = new Client(`unix:${socket}`, credentials.createInsecure());
  const { identity, controller, node } = protocol();
  const calls = Object.entries({ ...identity, ...controller, ...node }).map(([method, encoding]) => {
    const { path, requestSerialize, responseDeserialize } = encoding;
    const call = (request: object) =>
      new Promise((resolve, reject) => {
        channel.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, answer) =>
          error ? reject(fromStatus(error)) : resolve(answer),
        );
      });
    return [methodName(method), call] as const;
  });
  return { ...Object.fromEntries(calls), close: () => channel.close() } as CsiClient;
}
