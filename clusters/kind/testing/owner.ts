// A process of its own that starts a cluster, and prints its progress; its parent ends it.
import type { Settings } from '../../control-plane/settings.ts';
import { kind } from '../provider.ts';
import { realKind } from './real-kind.ts';

const settings = JSON.parse(process.argv[2] ?? '') as Settings;
const { directory } = await kind(await realKind(settings, 'aks-virtual-node')).start({
  pace: 1,
  progress: (line) => console.log(line),
  signal: new AbortController().signal,
});
console.log(`ready: ${directory}`);
