import { type ApiClient, withUserAgent } from '../../../harness/api/client.ts';
import type { SimulatedCloud } from '../cloud/cloud.ts';
import { eventRecorder } from '../events.ts';
import { kubeletServer, type ServedPods } from '../kubelet-server.ts';
import type { ContainerGroups } from './container-groups.ts';
import { limitedClient } from './limited-client.ts';
import { watchedLookups } from './lookups.ts';
import { runNodeController } from './node-controller.ts';
import { runPodController } from './pod-controller.ts';
import { podStatus } from './pod-status.ts';
import type { Profile } from './profile.ts';
import { groupName } from './provider.ts';
import { podReporter } from './sync-pod.ts';

interface VirtualKubeletOptions {
  readonly profile: Profile;
  readonly cloud: SimulatedCloud;
  /** The container groups; they go on when the virtual kubelet stops. */
  readonly groups: ContainerGroups;
  readonly nodeName?: string;
  /** Address of the Pod in which the virtual kubelet runs. */
  readonly address: string;
  /** Takes the lines of its log. */
  readonly log?: (line: string) => void;
}

/**
 * Runs one virtual kubelet process; resolves when its node is registered. Disposing it is SIGTERM: no request follows,
 * the node and its lease stay.
 */
export async function runVirtualKubelet(api: ApiClient, options: VirtualKubeletOptions): Promise<Disposable> {
  const { profile, cloud, groups, nodeName = 'virtual-node-aci-linux', address, log = () => undefined } = options;
  const { clock } = cloud;
  const started = clock.now();
  const stop = new AbortController();
  const { signal } = stop;
  using undo = new DisposableStack();
  undo.defer(() => stop.abort(new Error('the virtual kubelet was stopped')));

  const limited = limitedClient(withUserAgent(api, 'virtual-kubelet'), { clock, signal });
  const lookups = await watchedLookups(limited, profile.alsoWatches, { signal, log });
  const recorder = eventRecorder(limited, {
    component: `${nodeName}/pod-controller`,
    ...(!profile.fillsReportingComponent && { reportingComponent: '' }),
    clock,
  });
  // Events that are not written yet are lost, as with a process that ends.
  undo.defer(() => void recorder[Symbol.asyncDispose]());
  const reporter = podReporter(recorder, profile);
  const context = { api: limited, profile, groups, lookups, clock, signal, log };
  const pods = await runPodController({ ...context, reporter, nodeName, hostIP: address });
  const server = kubeletServer({ log: podLogs({ profile, groups }), pods: () => [...pods.values()] });
  undo.use(cloud.network.listen(address, 10250, server));
  await runNodeController({ ...context, identity: { name: nodeName, address, started } });
  return undo.move();
}

/** Answers `kubectl logs` from the container groups. */
function podLogs({ profile, groups }: Pick<VirtualKubeletOptions, 'profile' | 'groups'>): ServedPods['log'] {
  return ({ namespace, pod, container }) => {
    const name = groupName(`${namespace}/${pod}`);
    const group = groups.get(name);
    const reported = group && podStatus(group, { profile, hostIP: '' });
    if (reported?.kind === 'incomplete') {
      return { status: 500, message: `error getting container logs?): ${reported.reason}` };
    }
    // The virtual kubelet answers 404 without a text, which kubectl words as "could not find the requested resource".
    return groups.log(name, container) ?? { status: 404, message: '' };
  };
}
