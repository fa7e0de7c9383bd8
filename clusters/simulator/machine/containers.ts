import { type Behaviour, type ContainerProcess, type ContainerStart, runsUntilStopped } from './container-process.ts';
import { type Filesystem, filesystem } from './filesystem.ts';
import { runArguments } from './shell.ts';
import { root } from './volume.ts';
import { servesHelloWorld, servesNginx } from './web-servers.ts';

export interface RunningContainer {
  /** Resolves with the exit code; never rejects. */
  readonly exited: Promise<number>;
}

/** Exit code of a process that SIGTERM ended: 128 + 15. */
const terminated = 143;

/**
 * Runs the model of a container, chosen by its image and its command. An unknown image, and a command that the shell
 * does not understand, run until they are stopped.
 */
export function startContainer(start: ContainerStart): RunningContainer {
  const { container, log, signal, mounts, user = root } = start;
  const argv = [...(container.command ?? []), ...(container.args ?? [])];
  const behaviour = argv.length > 0 ? runArguments(argv) : defaultBehaviour(container.image ?? '');
  let files: Filesystem | undefined;
  const process: ContainerProcess = {
    ...start,
    user,
    // Most containers never look at a file.
    get files() {
      files ??= filesystem(mounts(), user);
      return files;
    },
  };
  const exited = behaviour(process).catch((error: Error) => {
    if (signal.aborted) return terminated;
    log(error.message);
    return 1;
  });
  return { exited };
}

/** What an image does without a command. */
function defaultBehaviour(image: string): Behaviour {
  const name = image
    .replace(/[:@].*$/, '')
    .split('/')
    .at(-1);
  if (name === 'aci-helloworld') return servesHelloWorld;
  if (name === 'nginx') return servesNginx;
  return runsUntilStopped;
}
