import { readFileSync } from 'node:fs';
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
} from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { longestSocketPath } from '../../../harness/cluster.ts';

/** Codes as Go prints them, in the order of their numbers: google.golang.org/grpc/codes. */
const codes = [
  ...(['OK', 'Canceled', 'Unknown', 'InvalidArgument', 'DeadlineExceeded', 'NotFound', 'AlreadyExists'] as const),
  ...(['PermissionDenied', 'ResourceExhausted', 'FailedPrecondition', 'Aborted', 'OutOfRange'] as const),
  ...(['Unimplemented', 'Internal', 'Unavailable', 'DataLoss', 'Unauthenticated'] as const),
] as const;

export type GrpcCode = (typeof codes)[number];

/** A driver's refusal; its message is the one that Go programs print, and so the one of events. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  readonly code: GrpcCode;
  readonly details: string;

  constructor(code: GrpcCode, details: string) {
    super(`rpc error: code = ${code} desc = ${details}`);
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

let loaded: ReturnType<typeof loadProtocol> | undefined;

/** Loaded once in a process, when the first driver or client needs it. */
export function protocol() {
  loaded ??= loadProtocol();
  return loaded;
}

function loadProtocol() {
  const protocols = readFileSync(join(import.meta.dirname, '../generated/protocols.json'), 'utf8');
  // As the generated types expect: every field, enums by name, 64-bit numbers as plain ones.
  const decoded = { longs: Number, enums: String, defaults: true, oneofs: true };
  const definitions = fromJSON(JSON.parse(protocols), decoded);
  const service = (name: string) => definitions[name] as ServiceDefinition;
  return {
    identity: service('csi.v1.Identity'),
    controller: service('csi.v1.Controller'),
    node: service('csi.v1.Node'),
    /** Of kubelets, for drivers that register through a socket. */
    registration: service('pluginregistration.Registration'),
  };
}

/** A method's name in our code: `createVolume`. */
export function methodName(method: string): string {
  return method.replace(/^./, (first) => first.toLowerCase());
}

/** Answers a request, or throws the error that the caller gets. */
type Handler = (request: never) => unknown;

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
    const calls = Object.entries(handlers).map(([name, handler]) => [name, unary(handler)] as const);
    server.addService(definition, Object.fromEntries(calls));
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
