import { type ServiceError, status } from '@grpc/grpc-js';

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
