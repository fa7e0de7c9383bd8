import { setTimeout as sleep } from 'node:timers/promises';

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Whether the failed attempt got further than the one before: then it counts as the first. */
  readonly advanced?: () => boolean;
  readonly pause?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
}

const attempts = 5;
const firstPause = 200; // milliseconds; each further one is twice as long: 3 s in all

/** Repeats an attempt after a transient error. */
export async function retry<T>(
  attempt: () => Promise<T>,
  { signal, advanced = () => false, pause = (ms, signal) => sleep(ms, undefined, { signal }) }: RetryOptions,
): Promise<T> {
  for (let failed = 1; ; failed++) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (advanced()) failed = 1;
      if (!isTransient(error) || failed >= attempts) throw error;
      await pause(firstPause * 2 ** (failed - 1), signal);
    }
  }
}

/** The registry answered, but not with what was asked for. */
export class RegistryError extends Error {
  readonly transient: boolean;

  /** `status`: of HTTP; absent when the answer was cut or its contents were wrong. */
  constructor(
    message: string,
    { status = 200, transient = status === 429 || status >= 500 }: { status?: number; transient?: boolean } = {},
  ) {
    super(message);
    this.name = 'RegistryError';
    this.transient = transient;
  }
}

/** Connections that were open and broke; a name that is unknown or a port that is closed stays so. */
const broken = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'];

/** Whether the same request may succeed a moment later. */
function isTransient(error: unknown): boolean {
  if (error instanceof RegistryError) return error.transient;
  return error instanceof Error && 'code' in error && broken.includes(String(error.code));
}
