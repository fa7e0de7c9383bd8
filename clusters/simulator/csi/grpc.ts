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
import { longestSocketPath } from '../../longest-socket-path.ts';

/** Codes as Go prints them, in the order of their numbers: google.golang.org/grpc/codes. */
const names = [
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

export type GrpcCode = (typeof names)[number];

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

/** What goes over the wire; an error without a code is Unknown there, as in Go. */
export function asStatus(error: unknown): { readonly code: number; readonly details: string } {
  if (error instanceof GrpcError) return { code: names.indexOf(error.code), details: error.details };
  return { code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
}

export function fromStatus({ code, details }: Pick<ServiceError, 'code' | 'details'>): GrpcError {
  return new GrpcError(names[code] ?? 'Unknown', details);
}

export interface Protocol {
  readonly identity: ServiceDefinition;
  readonly controller: ServiceDefinition;
  readonly node: ServiceDefinition;
  /** Of kubelets, for drivers that introduce themselves by a socket. */
  readonly registration: ServiceDefinition;
}

/** As messages.ts types them: names in camel case, every field there, enums by name, 64-bit numbers as plain ones. */
const asTyped: Options = { longs: Number, enums: String, defaults: true, oneofs: true };

let loaded: Protocol | undefined;

/** Parsed once in a process, when the first driver or client needs it. */
export function protocol(): Protocol {
  loaded ??= {
    identity: serviceIn('csi.proto', 'csi.v1.Identity'),
    controller: serviceIn('csi.proto', 'csi.v1.Controller'),
    node: serviceIn('csi.proto', 'csi.v1.Node'),
    registration: serviceIn('pluginregistration.proto', 'pluginregistration.Registration'),
  };
  return loaded;
}

const packages = new Map<string, ReturnType<typeof loadSync>>();

function serviceIn(file: string, name: string): ServiceDefinition {
  const definitions = packages.get(file) ?? loadSync(join(import.meta.dirname, file), asTyped);
  packages.set(file, definitions);
  const service = definitions[name];
  if (!service || 'format' in service) throw new Error(`expected ${file} to define the service ${name}`);
  return service as ServiceDefinition;
}

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
