import type { Bench } from './bench.ts';
import { compareAtScale } from './scale.bench.ts';

/** A tenth of `scale`, to see in a minute whether it is worth the time. */
const scaleTenth: Bench = (print) => compareAtScale({ nodes: 100, pods: 1_000 }, print);

export default scaleTenth;
