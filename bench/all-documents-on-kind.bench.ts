import { findEngine } from '../clusters/control-plane/docker/engine.ts';
import { inStarts } from './all-documents/in-starts.ts';
import type { Played } from './all-documents/play-all.ts';
import type { Bench } from './bench.ts';

/** Every suite, each on a kind cluster of its own topology, from when the first cluster is Ready to the last report. */
const allDocumentsOnKind: Bench = async (print) => {
  const isThere = await findEngine().then(
    () => true,
    (error: Error) => print(`left out: ${error.message}`),
  );
  if (isThere) await inStarts('kind', { rounds: 1, target: 150, counted: afterFirstStart }, print);
};

export default allDocumentsOnKind;

function afterFirstStart({ seconds, report }: Played): number {
  return seconds - (report.lifecycle.find(({ name }) => name === 'cluster starts')?.seconds ?? 0);
}
