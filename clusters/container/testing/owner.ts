// A process of its own that starts a cluster in a container and says when it is ready; whoever started it ends it.
import { realPrograms, type Sources } from '../../embedded/testing/real-programs.ts';
import { container } from '../provider.ts';

const sources = JSON.parse(process.argv[2] ?? '') as Sources;
const { kubeconfig } = await container(realPrograms(sources)).start({
  pace: 1,
  progress: () => undefined,
  signal: new AbortController().signal,
});
console.log(kubeconfig);
