import { findBinaries } from '../clusters/embedded/binaries/binaries.ts';
import { embedded } from '../clusters/embedded/provider.ts';
import { simulating } from '../clusters/simulating.ts';
import { azureFiles } from '../clusters/simulators/azure-files/azure-files.ts';
import { simulatedCloud } from '../clusters/simulators/cloud/simulated-cloud.ts';
import { kubelet } from '../clusters/simulators/kubelet/kubelet.ts';
import { loadBalancer } from '../clusters/simulators/load-balancer/load-balancer.ts';
import { virtualKubelet } from '../clusters/simulators/virtual-kubelet/virtual-kubelet.ts';
import { clockAt } from '../harness/clock.ts';
import type { ClusterProvider } from '../harness/cluster.ts';
import { environment } from './environment.ts';
import type { Profiles } from './profiles.ts';

export interface SimulatedAksOptions {
  readonly profiles: Profiles;
  /** How many times faster than the wall clock the simulators run. */
  readonly pace: number;
}

/** Two VM nodes, an ACI virtual node, Azure Files and a load balancer, on a real control plane. */
export function simulatedAks({ profiles, pace }: SimulatedAksOptions): ClusterProvider {
  const { cache, assets, registry, httpsProxy, noProxy, variables } = environment();
  const cloud = simulatedCloud({ clock: clockAt(pace) });
  const provider = embedded({
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
  return simulating(provider, [
    azureFiles(),
    kubelet({ nodes: 2, cloud }),
    virtualKubelet({ profile: profiles.aci, cloud }),
    loadBalancer({ cloud }),
  ]);
}
