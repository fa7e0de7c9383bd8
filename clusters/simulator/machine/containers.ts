import { type Behaviour, type ContainerProcess, type ContainerStart, runsUntilStopped } from './container-process.ts';
import { type Filesystem, filesystem } from './filesystem.ts';
import { runArguments } from './shell.ts';
import { root } from './volume.ts';
import { servesHelloWorld, servesNginx } from './web-servers.ts';

/** What images do without a command. */
const imageBehaviours: ReadonlyMap<string, Behaviour> = new Map([
  ['aci-helloworld', servesHelloWorld],
  ['nginx', servesNginx],
]);

/** Exit code of a process that SIGTERM ended: 128 + 15. */
const terminated = 143;

/**
 * Runs the model of a container, chosen by its image and its command. An unknown image, and a command that the shell
 * does not understand, run until they are stopped. Resolves with the exit code; never rejects.
 */
export function startContainer(start: ContainerStart): Promise<number> {
  const { image, argv, log, signal, mounts, user = root } = start;
  const [name = ''] = image
    .replace(/[:@].*$/, '')
    .split('/')
    .slice(-1);
  const behaviour = argv.length > 0 ? runArguments(argv) : (imageBehaviours.get(name) ?? runsUntilStopped);
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
  return behaviour(process).catch((error: Error) => {
    if (signal.aborted) return terminated;
    log(error.message);
    return 1;
  });
}
