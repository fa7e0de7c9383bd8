/** The registry answered, but not with what was asked for. */
export class RegistryError extends Error {
  /** HTTP status; absent when the answer was cut or its contents were wrong. */
  readonly status?: number;
  readonly transient: boolean;

  constructor(message: string, { status, transient = false }: { status?: number; transient?: boolean } = {}) {
    super(message);
    this.name = 'RegistryError';
    if (status !== undefined) this.status = status;
    this.transient = transient;
  }
}

/** Connections that were open and broke; a name that is unknown or a port that is closed stays so. */
const broken = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'];

/** Whether the same request may succeed a moment later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof RegistryError) return error.transient;
  return error instanceof Error && 'code' in error && broken.includes(String(error.code));
}
