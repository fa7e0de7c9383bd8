import type { Simulator } from '../../../harness/simulator.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { attachBalancers } from './attach-balancers.ts';

/**
 * The load balancer of AKS: Azure's own, or the HAProxy that AKS on Azure Stack HCI starts for each cluster. 1.0.0 is the
 * version of this simulation, not HAProxy's: no document says which one AKS starts.
 */
export function loadBalancer({ cloud }: { readonly cloud: Cloud }): Simulator {
  const name = cloud.topology?.cloud.loadBalancer ?? 'cloud-load-balancer';
  return {
    component: { name, version: '1.0.0', simulated: true },
    capabilities: ['load-balancer', 'load-balancer-targets', 'traffic'],
    attachTo: (cluster) => attachBalancers(cluster, cloud),
  };
}
