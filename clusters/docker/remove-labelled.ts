import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from './engine.ts';
import { clusterLabel } from './reaping.ts';

/**
 * Removes every container of a cluster, also one that the engine is about to make for a client that is gone. Gives up after a
 * minute: what is left then still carries the label.
 */
export async function removeLabelled(docker: Engine['docker'], cluster: string): Promise<void> {
  const filters = { label: [`${clusterLabel}=${cluster}`] };
  const until = Date.now() + 60_000;
  for (let none = 0; none < 2 && Date.now() < until; ) {
    let pause = 300;
    try {
      const containers = await docker.listContainers({ all: true, filters });
      const removals = containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true }));
      await Promise.allSettled(removals); // one that is being removed already is in the next list, or gone
      none = containers.length > 0 ? 0 : none + 1;
    } catch {
      pause = 1_000; // no answer
    }
    if (none < 2) await sleep(pause);
  }
}
