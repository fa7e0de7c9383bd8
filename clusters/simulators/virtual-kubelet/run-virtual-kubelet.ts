import type { ApiClient } from '../../../harness/api/client.ts';
import type { Cloud } from '../../simulator/cloud/cloud.ts';
import { eventRecorder } from '../../simulator/events.ts';
import { kubeletServer } from '../../simulator/kubelet-server.ts';
import type { ContainerGroups } from './aci/container-groups.ts';
import { limitedClient } from './client/limited-client.ts';
import { runNodeController } from './node/node-controller.ts';
import { runPodController } from './pods/pod-controller.ts';
import { podLogs } from './pods/pod-logs.ts';
import { podReporter } from './pods/reporter.ts';
import type { Profile } from './profile.ts';
import { watchedLookups } from './watched-lookups.ts';

export interface VirtualKubeletOptions {
  readonly profile: Profile;
  readonly cloud: Cloud;
  /** The container groups; they go on when the virtual kubelet stops. */
  readonly groups: ContainerGroups;
  readonly nodeName?: string;
  /** Address of the Pod in which the virtual kubelet runs. */
  readonly address: string;
  /** Told what its own log would say, a line at a time. */
  readonly log?: (line: string) => void;
}

/**
 * Runs one virtual kubelet process; resolves when its node is registered. Disposing it is SIGTERM: no request is made any
 * more, the node and its lease stay.
 */
export async function runVirtualKubelet(api: ApiClient, options: VirtualKubeletOptions): Promise<Disposable> {
  const { profile, cloud, groups, nodeName = 'virtual-node-aci-linux', address, log = () => undefined } = options;
  const { clock } = cloud;
  const started = clock.now();
  const stop = new AbortController();
  const { signal } = stop;
  const resources = new DisposableStack();
  resources.defer(() => stop.abort(new Error('the virtual kubelet was stopped')));

  try {
    const limited = limitedClient(api, { clock, signal });
    const lookups = await watchedLookups(limited, { profile, signal, log });
    const recorder = eventRecorder(limited, {
      component: `${nodeName}/pod-controller`,
      ...(!profile.fillsReportingComponent && { reportingComponent: '' }),
      clock,
    });
    // What is still to be written is given up, as with a process that ends.
    resources.defer(() => void recorder[Symbol.asyncDispose]());
    const reporter = podReporter(recorder, profile);
    const context = { api: limited, profile, groups, lookups, clock, signal, log };
    const { pods } = await runPodController({ ...context, reporter, nodeName, hostIP: address });
    const server = kubeletServer({ log: podLogs({ profile, groups }), pods: () => [...pods.values()] });
    resources.use(cloud.network.listen(address, 10250, server));
    await runNodeController({ ...context, identity: { name: nodeName, address, started } });
  } catch (error) {
    resources.dispose();
    throw error;
  }
  return resources;
}
