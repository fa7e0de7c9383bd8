import { inStarts } from './all-documents/in-starts.ts';
import type { Bench } from './bench.ts';

/** Every suite, each on an embedded cluster of its own topology, from nothing to the last report. */
const allDocuments: Bench = async (print) => {
  const { processors } = await inStarts('embedded', { rounds: 3, target: 35 }, print);
  const all = [...processors.values()].reduce((sum, seconds) => sum + seconds, 0);
  const used = [...processors].toSorted(([, one], [, other]) => other - one);
  const words = used.map(([program, seconds]) => `${program} ${seconds.toFixed(1)}`);
  print(`processor ${all.toFixed(1)} s: ${words.join(' · ')}`);
};

export default allDocuments;
