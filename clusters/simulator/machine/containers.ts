import type { Server } from 'node:net';
import type { Clock } from '../../../harness/clock.ts';
import { type Filesystem, filesystem, type Mount } from './filesystem.ts';
import { runArguments } from './shell.ts';
import { root, type User } from './volume.ts';
import { servesHelloWorld, servesNginx } from './web-servers.ts';

/** What a container needs of its surroundings. */
export interface ContainerStart {
  /** `command` and `args` as they reach the process: references such as `$(NAME)` are already replaced. */
  readonly container: {
    readonly image?: string;
    readonly command?: readonly string[];
    readonly args?: readonly string[];
  };
  readonly env: Readonly<Record<string, string>>;
  /** Volumes by the path where the container sees them; asked for when it first looks at a file. */
  mounts(): readonly Mount[];
  /** As whom its process runs; as root unless said otherwise. */
  readonly user?: User;
  /** Opens a port of the pod's address; the container closes it when it stops. */
  listen(port: number, server: Server): Disposable;
  /** Takes one line of standard output or error, without its end. */
  log(line: string): void;
  readonly clock: Clock;
  /** Aborting it is SIGTERM: whatever runs stops at once. */
  readonly signal: AbortSignal;
}

export interface RunningContainer {
  /** Resolves with the exit code; never rejects. */
  readonly exited: Promise<number>;
}

/** What a container does goes on until its process ends by itself or its signal is aborted; then it has an exit code. */
export type Behaviour = (start: Started) => Promise<number>;

interface Started extends ContainerStart {
  /** The files that the container sees. */
  readonly files: Filesystem;
  readonly user: User;
}

/** Exit code of a process that SIGTERM ended: 128 + 15. */
export const terminated = 143;

/**
 * Runs the model of a container, chosen by its image and its command: an image that is not known, and a command that is
 * not understood, run until they are stopped.
 */
export function startContainer(start: ContainerStart): RunningContainer {
  const { container, log, signal, mounts, user = root } = start;
  const argv = [...(container.command ?? []), ...(container.args ?? [])];
  const behaviour = argv.length > 0 ? runArguments(argv) : defaultBehaviour(container.image ?? '');
  let files: Filesystem | undefined;
  const started: Started = {
    ...start,
    user,
    // Made when it is asked for: most containers never look at a file.
    get files() {
      files ??= filesystem(mounts(), user);
      return files;
    },
  };
  const exited = behaviour(started).catch((error: Error) => {
    if (signal.aborted) return terminated;
    log(error.message);
    return 1;
  });
  return { exited };
}

/** What an image does when nothing else is asked of it. */
function defaultBehaviour(image: string): Behaviour {
  const name = image
    .replace(/[:@].*$/, '')
    .split('/')
    .at(-1);
  if (name === 'aci-helloworld') return servesHelloWorld;
  if (name === 'nginx') return servesNginx;
  return runsUntilStopped;
}

/** An image of which nothing is known. Stopped by SIGTERM, it ends as servers do, with 0. */
export const runsUntilStopped: Behaviour = ({ signal }) =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(0);
    else signal.addEventListener('abort', () => resolve(0), { once: true });
  });
