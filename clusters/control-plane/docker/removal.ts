import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Engine } from './engine.ts';

/** What removes containers when their owner is killed. */
interface Reaping {
  /** Of every container, besides the cluster's own. */
  readonly labels: Readonly<Record<string, string>>;
  /** Given the name of the state directory, a command that removes what is left; absent where Ryuk does so. */
  readonly finalizer?: (name: string) => readonly string[];
}

/** Every container of ours carries it, with the name of its cluster. */
export const clusterLabel = 'plimsoll.cluster';

const removeContainers = fileURLToPath(new URL('remove-containers.ts', import.meta.url));

/**
 * Ryuk, testcontainers' own reaper, where the engine has its image or can pull it; else a process of ours next to each
 * cluster. Either removes the containers within 15 s.
 */
export async function chooseReaping({ client }: Pick<Engine, 'client'>): Promise<Reaping> {
  const { getReaper, LABEL_TESTCONTAINERS_SESSION_ID } = await import('testcontainers');
  // Our own reaper needs nothing that may keep Ryuk from starting.
  const ryuk = await getReaper(client).catch(() => undefined);
  if (ryuk?.containerId) return { labels: { [LABEL_TESTCONTAINERS_SESSION_ID]: ryuk.sessionId } };
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', removeContainers];
  return { labels: {}, finalizer: (name) => [...command, name] };
}

/** Milliseconds for which an engine may be about to make a container for a client that is gone. */
export const longestCreation = 4_000;
const longest = 60_000;

/**
 * Removes every container of a cluster, also one that the engine is about to make: none may have appeared for `quiet`
 * milliseconds. Rejects after a minute: what is left then still carries the label.
 */
export async function removeLabelled(docker: Engine['docker'], cluster: string, quiet = 0): Promise<void> {
  const label = `${clusterLabel}=${cluster}`;
  const filters = { label: [label] };
  let seen = Date.now();
  let cause: unknown;
  for (const until = seen + longest; Date.now() < until; await sleep(300)) {
    try {
      const containers = await docker.listContainers({ all: true, filters });
      if (containers.length > 0) seen = Date.now();
      else if (Date.now() - seen >= quiet) return;
      const removals = containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true }));
      await Promise.allSettled(removals); // one that is being removed already is in the next list, or gone
    } catch (error) {
      cause = error; // no answer
    }
  }
  throw new Error(`containers may be left behind: docker ps -a --filter label=${label}`, { cause });
}
