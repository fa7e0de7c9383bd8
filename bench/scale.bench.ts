import type { Bench } from './bench.ts';
import { compareAtScale } from './scale/compare.ts';

/** A thousand nodes and ten thousand pods. */
const scale: Bench = (print) => compareAtScale({ nodes: 1_000, pods: 10_000 }, print);

export default scale;
