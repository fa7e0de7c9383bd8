import { findBinaries } from '../../../clusters/embedded/binaries/binaries.ts';
import { embedded } from '../../../clusters/embedded/provider.ts';
import { simulating } from '../../../clusters/simulating.ts';
import { azureFiles } from '../../../clusters/simulators/azure-files/azure-files.ts';
import { simulatedCloud } from '../../../clusters/simulators/cloud/simulated-cloud.ts';
import { kubelet } from '../../../clusters/simulators/kubelet/kubelet.ts';
import { aks148 } from '../../../clusters/simulators/virtual-kubelet/profiles/aks-1.4.8.ts';
import { virtualKubelet } from '../../../clusters/simulators/virtual-kubelet/virtual-kubelet.ts';
import { environment } from '../../../commands/environment.ts';
import { isNotFound } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { clockAt } from '../../../harness/clock.ts';
import type { LoadedScenario } from '../../../harness/engine/load-scenarios.ts';
import { runConformance } from '../../../harness/engine/run.ts';
import type { Verdict } from '../../../harness/verdict.ts';
import { type Otherwise, pace } from './otherwise.ts';

/** One control plane with VM nodes, on which one virtual kubelet after the other does otherwise than documented. */
export interface OtherwiseAks extends AsyncDisposable {
  /** Plays the scenarios and resolves with their verdicts by id; rejects when the cluster or the cleaning up went wrong. */
  play(scenarios: readonly LoadedScenario[], playing: Playing): Promise<ReadonlyMap<string, Verdict>>;
}

export interface Playing {
  readonly otherwise: Otherwise;
  /** Multiplies every wait. */
  readonly timeoutFactor: number;
}

const node = 'virtual-node-aci-linux';

export async function otherwiseAks(): Promise<OtherwiseAks> {
  const { cache, assets, registry, httpsProxy, noProxy, variables } = environment();
  const cloud = simulatedCloud({ clock: clockAt(pace) });
  const { signal } = new AbortController();
  let vmNodesPull = (_image: string) => true;
  const registries: typeof cloud.registries = {
    mayPull: (image, configs) => vmNodesPull(image) && cloud.registries.mayPull(image, configs),
  };
  const control = embedded({
    cache,
    findBinaries: (wanted) =>
      findBinaries({
        ...wanted,
        cache,
        directory: assets,
        registry,
        proxy: { https: httpsProxy, no: noProxy },
        environment: variables,
      }),
    connectTo: cloud.network.connect,
  });
  const withVmNodes = simulating(control, [azureFiles(), kubelet({ nodes: 2, cloud: { ...cloud, registries } })]);
  const cluster = await withVmNodes.start({ pace, progress: () => undefined, signal });
  // Each run disposes what it started; the control plane and the VM nodes outlive it.
  const lasting = {
    name: 'embedded',
    start: async () => ({ ...cluster, [Symbol.asyncDispose]: async () => undefined }),
  };

  return {
    async play(scenarios, { otherwise, timeoutFactor }) {
      vmNodesPull = otherwise.vmNodesPull ?? (() => true);
      // Taints are written only when the node is created.
      await cluster.api.delete(resources.Node, { name: node }).catch((error) => {
        if (!isNotFound(error)) throw error;
      });
      const profile = { ...aks148, ...otherwise.profile };
      const report = await runConformance({
        stagings: [
          {
            provider: simulating(lasting, [virtualKubelet({ profile, cloud: { ...cloud, ...otherwise.cloud } })]),
            scenarios,
          },
        ],
        pace,
        timeoutFactor,
        version: '0.0.0',
        command: '',
        reproduce: (id) => id,
        signal,
      });
      for (const { name, error } of report.lifecycle) if (error) throw new Error(`${name}: ${error}`);
      return new Map(report.scenarios.map(({ id, verdict }) => [id, verdict]));
    },
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}
