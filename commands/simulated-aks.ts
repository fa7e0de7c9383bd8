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
import { profilesIn } from './profiles.ts';

export interface SimulatedAksOptions {
  /** `component=profile`, as the command line has them. */
  readonly profile: readonly string[];
  /** How many times faster than the wall clock the simulators run. */
  readonly pace: number;
}
