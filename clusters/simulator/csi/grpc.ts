import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  type ServiceError,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync, type Options } from '@grpc/proto-loader';
import { longestSocketPath } from '../../../harness/cluster.ts';

/** Codes as Go prints them, in the order of their numbers: google.golang.org/grpc/codes. */
const codes = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
] as const;

export type GrpcCode = (typeof codes)[number];

/** A driver's refusal; its message is the one that Go programs print, and so the one of events. */
export class GrpcError extends Error {
  readonly code: GrpcCode;
  readonly details: string;

  constructor(code: GrpcCode, details: string) {
    super(`rpc error: code = ${code} desc = ${details}`);
    this.name = 'GrpcError';
    this.code = code;
    this.details = details;
  }
}

export function invalidArgument(details: string): GrpcError {
  return new GrpcError('InvalidArgument', details);
}

/** The status on the wire; an error without a code is Unknown there, as in Go. */
export function asStatus(error: unknown): { readonly code: number; readonly details: string } {
  if (error instanceof GrpcError) return { code: codes.indexOf(error.code), details: error.details };
  return { code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
}

export function fromStatus({ code, details }: Pick<ServiceError, 'code' | 'details'>): GrpcError {
  return new GrpcError(codes[code] ?? 'Unknown', details);
}

export interface Protocol {
  readonly identity: ServiceDefinition;
  readonly controller: ServiceDefinition;
  readonly node: ServiceDefinition;
  /** Of kubelets, for drivers that register through a socket. */
  readonly registration: ServiceDefinition;
}

/** As the generated types expect: names in camel case, every field, enums by name, 64-bit numbers as plain ones. */
const decoded: Options = { longs: Number, enums: String, defaults: true, oneofs: true };

let loaded: Protocol | undefined;

/** Parsed once in a process, when the first driver or client needs it. */
export function protocol(): Protocol {
  if (loaded) return loaded;
  const load = (file: string) => {
    const definitions = loadSync(join(import.meta.dirname, '../generated', file), decoded);
    return (name: string) => definitions[name] as ServiceDefinition;
  };
  const csi = load('csi.proto');
  loaded = {
    identity: csi('csi.v1.Identity'),
    controller: csi('csi.v1.Controller'),
    node: csi('csi.v1.Node'),
    registration: load('pluginregistration.proto')('pluginregistration.Registration'),
  };
  return loaded;
}

/** A method's name in our code: `createVolume`. */
export function methodName(method: string): string {
  return method.replace(/^./, (first) => first.toLowerCase());
}

/** Answers a request, or throws the error that the caller gets. */
export type Handler = (request: never) => unknown;

export interface Service {
  readonly definition: ServiceDefinition;
  /** By `methodName`. */
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
