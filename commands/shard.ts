import { InvalidArgumentError } from 'commander';
import { BadInputError } from '../harness/errors.ts';

/** One of several parts of a run, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

interface Shardable {
  readonly exclusive?: boolean;
}

/** The time to start a cluster, as a multiple of one scenario that runs in parallel with others. */
const startWork = 5;

/**
 * The scenarios of one shard, in their order. Those of one cluster stay together, since each shard starts its own,
 * unless splitting them makes the longest shard shorter by a tenth, or a shard would be empty. The result is
 * deterministic.
 */
export function shardOf<S extends Shardable>(
  scenarios: readonly S[],
  shard: Shard | undefined,
  clusterFor: (scenario: S) => string,
): readonly S[] {
  if (!shard) return scenarios;
  const { index, of } = shard;
  if (scenarios.length < of) {
    const why = `only ${scenarios.length} selected; expected no more shards`;
    throw new BadInputError(`--shard ${index}/${of}: a shard would be empty: ${why}`);
  }
  const groups = [...Map.groupBy(scenarios, clusterFor).values()];
  const mine = new Set(bestSplit(groups, of)[index - 1]);
  return scenarios.filter((scenario) => mine.has(scenario));
}

/** `2/3` */
export function shardFrom(text: string): Shard {
  const [, index, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (!index || !of || index > of)
    throw new InvalidArgumentError('Expected the index and number of shards, such as 1/3.');
  return { index, of };
}

/** An exclusive scenario takes as long as about five others, which run in parallel. */
export const workOf = ({ exclusive }: Shardable) => (exclusive ? 5 : 1);

type Bins<S> = readonly (readonly S[])[];

function bestSplit<S extends Shardable>(groups: Bins<S>, of: number): Bins<S> {
  const singles = groups.map((group) => group.map((each) => [each]));
  const parts = groups.map(() => 1);
  let found: { readonly bins: Bins<S>; readonly longest: number } | undefined;
  for (;;) {
    const pieces = singles.flatMap((group, place) => spreadEvenly(group, parts[place] ?? 1, 0));
    const bins = spreadEvenly(pieces, of, startWork);
    const longest = Math.max(...bins.map((bin) => load(bin, groups)));
    const isFull = bins.every((bin) => bin.length > 0);
    if (isFull && (!found || longest < found.longest * 0.9)) found = { bins, longest };
    const next = largest(groups, parts);
    if (next === undefined || (found && pieces.length >= groups.length + of)) return found?.bins ?? bins;
    parts[next] = (parts[next] ?? 1) + 1;
  }
}

/** Puts the pieces into bins, the largest first, each into the bin with the least work; `each` is added per piece. */
function spreadEvenly<S extends Shardable>(pieces: Bins<S>, count: number, each: number): Bins<S> {
  const bins = Array.from({ length: count }, () => ({ members: [] as S[], work: 0 }));
  for (const piece of pieces.toSorted((one, other) => sum(other) - sum(one))) {
    const bin = bins.reduce((least, other) => (other.work < least.work ? other : least));
    bin.members.push(...piece);
    bin.work += each + sum(piece);
  }
  return bins.map(({ members }) => members);
}

/** The work of a shard: its scenarios, and a start of each cluster. */
function load<S extends Shardable>(bin: readonly S[], groups: Bins<S>): number {
  const members = new Set(bin);
  return sum(bin) + startWork * groups.filter((group) => group.some((each) => members.has(each))).length;
}

/** The group with the largest pieces, if it can be split further. */
function largest<S extends Shardable>(groups: Bins<S>, parts: readonly number[]): number | undefined {
  const size = (place: number) => sum(groups[place] ?? []) / (parts[place] ?? 1);
  return [...groups.keys()]
    .filter((place) => (groups[place]?.length ?? 0) > (parts[place] ?? 1))
    .toSorted((one, other) => size(other) - size(one))[0];
}

const sum = (scenarios: readonly Shardable[]) => scenarios.reduce((total, each) => total + workOf(each), 0);
