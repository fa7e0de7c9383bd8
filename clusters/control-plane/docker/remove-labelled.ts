import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from './engine.ts';
import { clusterLabel } from './reaping.ts';

/** Milliseconds for which an engine may be about to make a container for a client that is gone. */
export const longestCreation = 4_000;
const longest = 60_000;

/**
 * Removes every container of a cluster, also one that the engine is about to make: none may have appeared for `quiet` milliseconds.
 * Rejects after a minute: what is left then still carries the label.
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
