import type { Server } from 'node:net';
import type { Clock } from '../../../harness/clock.ts';
import type { Filesystem, Mount } from './filesystem.ts';
import type { User } from './volume.ts';

export interface ContainerStart {
  readonly image: string;
  /** `command` and `args`, in which references such as `$(NAME)` are replaced. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Volumes by the path where the container sees them; called when it first looks at a file. */
  mounts(): readonly Mount[];
  readonly user?: User;
  /** Opens a port of the pod's address; the container closes it when it stops. */
  listen(port: number, server: Server): Disposable;
  /** Takes one line of standard output or error, without its end. */
  log(line: string): void;
  readonly clock: Clock;
  /** Aborting it is SIGTERM: the process stops immediately. */
  readonly signal: AbortSignal;
}

export interface ContainerProcess extends ContainerStart {
  readonly files: Filesystem;
  readonly user: User;
}

/** What a process does until it ends by itself or its signal is aborted; resolves with its exit code. */
export type Behaviour = (process: ContainerProcess) => Promise<number>;

/** Runs until SIGTERM, and ends with 0 as servers do. */
export const runsUntilStopped: Behaviour = ({ signal }) =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(0);
    else signal.addEventListener('abort', () => resolve(0), { once: true });
  });
