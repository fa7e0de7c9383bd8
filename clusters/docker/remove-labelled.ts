import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from './engine.ts';
import { clusterLabel } from './reaping.ts';

/**
 * Removes every container of a cluster, also one that the engine is about to make for a client that is gone. Gives up after a
 * minute without an answer: what is left then still carries the label.
 */
export async function removeLabelled(docker: Engine['docker'], cluster: string): Promise<void> {
  const filters = { label: [`${clusterLabel}=${cluster}`] };
  for (let none = 0, unanswered = 0; none < 2 && unanswered < 60; ) {
    try {
      const containers = await docker.listContainers({ all: true, filters });
      const removals = containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true }));
      await Promise.allSettled(removals); // one that is being removed already is in the next list, or gone
      none = containers.length > 0 ? 0 : none + 1;
      unanswered = 0;
    } catch {
      unanswered++;
    }
    if (none < 2) await sleep(unanswered > 0 ? 1_000 : 300);
  }
}
