import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  type sendUnaryData,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { longestSocketPath } from '../../control-plane/state/state-directory.ts';
import { asStatus } from './grpc-error.ts';

/** One method of a service: it answers, or throws what the caller is told. */
export type Handler = (request: never) => unknown;

export interface Service {
  readonly definition: ServiceDefinition;
  /** By the method's name in lower camel case: `createVolume`. */
  readonly handlers: Readonly<Record<string, Handler>>;
}

/** Serves gRPC on a unix socket, whose directory is made; disposing removes the socket. */
export async function serve(socket: string, services: readonly Service[]): Promise<AsyncDisposable> {
  const length = Buffer.byteLength(socket);
  if (length > longestSocketPath)
    throw new Error(`expected a path of at most ${longestSocketPath} bytes, not ${length}: ${socket}`);
  await mkdir(dirname(socket), { recursive: true });
  const server = new Server();
  for (const { definition, handlers } of services) {
    const implementation = Object.entries(handlers).map(([name, handler]) => [name, unary(handler)] as const);
    server.addService(definition, Object.fromEntries(implementation) satisfies UntypedServiceImplementation);
  }
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(new Error(`could not serve at ${socket}`, { cause: error })) : resolve(),
    );
  });
  return {
    async [Symbol.asyncDispose]() {
      server.forceShutdown();
      await rm(socket, { force: true });
    },
  };
}

function unary(handler: Handler) {
  return async (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) => {
    try {
      callback(null, await handler(call.request as never));
    } catch (error) {
      callback(asStatus(error));
    }
  };
}
