import { readTopology } from '../../../clusters/clouds/read-topology.ts';
import { simulating } from '../../../clusters/simulating.ts';
import { simulatedCloud } from '../../../clusters/simulators/cloud/simulated-cloud.ts';
import { azuredisk } from '../../../clusters/simulators/csi/drivers/azuredisk.ts';
import { azurefile } from '../../../clusters/simulators/csi/drivers/azurefile.ts';
import { aks148 } from '../../../clusters/simulators/virtual-kubelet/profiles/aks-1.4.8.ts';
import { virtualKubelet } from '../../../clusters/simulators/virtual-kubelet/virtual-kubelet.ts';
import { simulatedCluster } from '../../../commands/simulated-cluster.ts';
import { isNotFound } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { clockAt } from '../../../harness/clock.ts';
import type { LoadedScenario } from '../../../harness/engine/loading/load-scenarios.ts';
import type { Verdict } from '../../../harness/verdict.ts';
import { playOn } from '../../testing/play-otherwise.ts';
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
  const documented = await readTopology('aks-virtual-node');
  const cloud = simulatedCloud({ clock: clockAt(pace), topology: documented });
  let vmNodesPull = (_image: string) => true;
  const registries: typeof cloud.registries = {
    mayPull: (image, configs) => vmNodesPull(image) && cloud.registries.mayPull(image, configs),
  };
  const withVmNodes = simulatedCluster({
    topology: { ...documented, virtualNode: false },
    drivers: [azurefile, azuredisk],
    virtualKubelet: aks148,
    pace,
    otherwise: { cloud: { ...cloud, registries } },
  });
  const { signal } = new AbortController();
  const cluster = await withVmNodes.start({ pace, progress: () => undefined, signal });
  // Each run disposes what it started; the control plane and the VM nodes outlive it.
  const lasting = {
    name: withVmNodes.name,
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
      const connected = virtualKubelet({ profile, cloud: { ...cloud, ...otherwise.cloud } });
      return playOn(simulating(lasting, [connected]), scenarios, { pace, timeoutFactor });
    },
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}
