import { kwokctl } from '../start-stop/kwokctl.ts';
import { type Played, playAll } from './play-all.ts';

/** Seconds in which kwokctl made a cluster on the machine for which the targets were set. */
const yardstick = 3.1;
const longestShown = 8;

interface Measurement {
  readonly rounds: number;
  /** Seconds. */
  readonly target: number;
  /** What is held to the target; all of it when absent. */
  readonly counted?: (played: Played) => number;
}

/** Plays all documents, turn about with starts of kwokctl, so that machines of any speed can be compared. Resolves with the median round. */
export async function inStarts(
  cluster: 'embedded' | 'kind',
  { rounds, target, counted = ({ seconds }) => seconds }: Measurement,
  print: (line: string) => void,
): Promise<Played> {
  await using peer = await kwokctl();
  await peer.startAndStop(); // fills the caches, its own and the kernel's
  const runs: Played[] = [];
  const starts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    starts.push((await peer.startAndStop()).ready);
    runs.push(await playAll(cluster));
  }
  const sorted = runs.toSorted((one, other) => counted(one) - counted(other));
  const played = median(sorted);
  const start = median(starts.toSorted((one, other) => one - other));

  const { total, failed, errored } = played.report.summary;
  print(`${total} scenarios, ${failed} failed, ${errored} errored`);
  print(`seconds   ${sorted.map((run) => counted(run).toFixed(1)).join(' · ')} (target ${target})`);
  const ratio = (counted(played) / start).toFixed(1);
  print(`ratio     ${ratio} starts of kwokctl, of ${start.toFixed(2)} s (target ${(target / yardstick).toFixed(1)})`);
  for (const { title, cluster: id, seconds } of played.report.lifecycle)
    print(`          ${seconds.toFixed(1)} ${title} (${id})`);
  print('longest   scenarios');
  const byLength = played.report.scenarios.toSorted((one, other) => other.seconds - one.seconds);
  for (const { id, seconds } of byLength.slice(0, longestShown)) print(`          ${seconds.toFixed(1)} ${id}`);
  return played;
}

function median<T>(sorted: readonly T[]): T {
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('a round at least was expected');
  return middle;
}
