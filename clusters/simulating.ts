import type { Cluster, ClusterProvider, Simulator } from '../harness/cluster.ts';
import { once, unlessAborted } from '../harness/lifetime.ts';
import { type Detected, detect, detectable, versioned } from './detect.ts';

/**
 * Clusters of a provider, with simulators attached to each. It is an error when the API does not show what a simulator
 * declares: a scenario would be skipped, or judged by the wrong version's statement.
 */
export function simulating(provider: ClusterProvider, simulators: readonly Simulator[]): ClusterProvider {
  return {
    name: provider.name,
    async start(options) {
      await using undo = new AsyncDisposableStack();
      const cluster = undo.use(await provider.start(options));
      undo.use(await attachAll(simulators, cluster, options.signal));

      const detected = await detect(cluster.api);
      const lacking = simulators.flatMap((simulator) => undetected(simulator, detected));
      if (lacking.length > 0)
        throw new Error(`the cluster does not show what was attached to it: ${lacking.join('; ')}`);

      const owned = undo.move();
      const declared = simulators.flatMap(({ capabilities }) => capabilities);
      return {
        ...cluster,
        capabilities: new Set([...cluster.capabilities, ...detected.capabilities, ...declared]),
        components: [...cluster.components, ...simulators.map(({ component }) => component)],
        [Symbol.asyncDispose]: once(() => owned.disposeAsync()),
      };
    },
  };
}

/** In parallel, as one may wait for another's work. When one fails, all that were attached are undone. */
async function attachAll(simulators: readonly Simulator[], cluster: Cluster, signal: AbortSignal) {
  const attaching = Promise.allSettled(simulators.map((simulator) => simulator.attachTo(cluster)));
  const undo = attaching.then((results) => {
    const stack = new AsyncDisposableStack();
    for (const result of results) if (result.status === 'fulfilled') stack.use(result.value);
    return stack;
  });
  const results = await unlessAborted(attaching, signal).catch((reason) => {
    // A simulator may still wait for a cluster that is no longer wanted: it is undone when it is attached.
    void undo.then((stack) => stack.disposeAsync());
    throw reason;
  });
  const first = results.find((result) => result.status === 'rejected');
  if (!first) return undo;
  await (await undo).disposeAsync();
  const inWords = results.flatMap((result, index) =>
    result.status === 'rejected' ? [`${simulators[index]?.component.name}: ${result.reason.message}`] : [],
  );
  throw new Error(`could not attach ${inWords.join('; ')}`, { cause: first.reason });
}

function undetected({ component, capabilities }: Simulator, detected: Detected): readonly string[] {
  const missing = capabilities
    .filter((capability) => detectable.includes(capability) && !detected.capabilities.has(capability))
    .map((capability) => `${component.name} declares ${capability}, and nothing of the kind is there`);
  if (missing.length > 0 || !versioned.includes(component.name)) return missing;

  const versions = detected.components.filter(({ name }) => name === component.name).map(({ version }) => version);
  if (versions.includes(component.version)) return [];
  return [`${component.name} declares version ${component.version}, and ${versions.join(', ') || 'none'} is there`];
}
