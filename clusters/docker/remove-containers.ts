// What the reaper of a state directory runs at last: removes the containers of the cluster that is named.
import { findEngine } from './engine.ts';
import { removeLabelled } from './remove-labelled.ts';

const [, , cluster = ''] = process.argv;
const { docker } = await findEngine();
await removeLabelled(docker, cluster);
