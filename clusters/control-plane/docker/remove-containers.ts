import { findEngine } from './engine.ts';
import { removeLabelled } from './removal.ts';

// What the reaper of a state directory runs at last: removes the containers of the cluster that is named, until none
// has appeared for
// so many seconds.

const [, , cluster = '', quiet = '0'] = process.argv;
const { docker } = await findEngine();
await removeLabelled(docker, cluster, Number(quiet) * 1_000);
