import { findEngine } from './engine.ts';
import { removeLabelled } from './removal.ts';

// The reaper of a state directory runs it: removes the cluster's containers until none has appeared for these seconds.
const [, , cluster = '', quiet = '0'] = process.argv;
const { docker } = await findEngine();
await removeLabelled(docker, cluster, Number(quiet) * 1_000);
