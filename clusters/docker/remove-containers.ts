// Removes every container of the cluster that is named, also one that the engine is about to make for a client that is gone.
// Gives up after a minute without an answer: what is left then still carries the label.
import { setTimeout as sleep } from 'node:timers/promises';
import { findEngine } from './engine.ts';
import { clusterLabel } from './reaping.ts';

const filters = { label: [`${clusterLabel}=${process.argv[2]}`] };
const { docker } = await findEngine();

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
  await sleep(unanswered > 0 ? 1_000 : 300);
}
