import { findEngine } from '../clusters/control-plane/docker/engine.ts';
import { type MeasuredRun, relativeToKwokctl } from './all-documents.bench.ts';
import type { Bench } from './bench.ts';

/** Every suite, each on a kind cluster of its own topology, from when the first cluster is Ready to the last report. */
const allDocumentsOnKind: Bench = async (print) => {
  const isThere = await findEngine().then(
    () => true,
    (error: Error) => print(`left out: ${error.message}`),
  );
  if (isThere) await relativeToKwokctl('kind', { rounds: 1, target: 150, counted: afterFirstStart }, print);
};

export default allDocumentsOnKind;

function afterFirstStart({ seconds, report }: MeasuredRun): number {
  return seconds - (report.lifecycle.find(({ id }) => id === 'cluster-start')?.seconds ?? 0);
}
