// A process of its own that starts a cluster and says when it is ready; whoever started it ends it.
import { embedded } from '../provider.ts';
import { realPrograms, type Sources } from './real-programs.ts';

const sources = JSON.parse(process.argv[2] ?? '') as Sources;
const { kubeconfig } = await embedded(realPrograms(sources)).start({
  pace: 1,
  progress: () => undefined,
  signal: new AbortController().signal,
});
console.log(kubeconfig);
