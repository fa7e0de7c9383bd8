// A process of its own that starts a cluster in a container and prints when it is ready; its parent ends it.
import type { Settings } from '../../control-plane/settings.ts';
import { realPrograms } from '../../control-plane/testing/real-programs.ts';
import { container } from '../provider.ts';

const settings = JSON.parse(process.argv[2] ?? '') as Settings;
const { kubeconfig } = await container(realPrograms(settings)).start({
  pace: 1,
  progress: () => undefined,
  signal: new AbortController().signal,
});
console.log(kubeconfig);
