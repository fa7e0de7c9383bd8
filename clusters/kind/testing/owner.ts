// A process of its own that starts a cluster, and says how far it is; whoever started it ends it.
import { kind } from '../provider.ts';
import { realKind, type Sources } from './real-kind.ts';

const sources = JSON.parse(process.argv[2] ?? '') as Sources;
const { directory } = await kind(await realKind(sources, 'aks-virtual-node')).start({
  pace: 1,
  progress: (line) => console.log(line),
  signal: new AbortController().signal,
});
console.log(`ready: ${directory}`);
