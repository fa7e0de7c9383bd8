import type { Cloud } from '../../../simulator/cloud/cloud.ts';
import type { ContainerLog } from '../../../simulator/logs.ts';
import type { ContainerGroup, GroupRequest } from './container-group.ts';
import { type GroupVolumes, groupVolumes } from './group-volumes.ts';
import { type RunningMember, runMember } from './run-member.ts';

/** A group that was accepted; disposing it ends its containers and gives its address back. */
export interface RunningGroup extends Disposable {
  view(): ContainerGroup;
  log(container: string): ContainerLog | undefined;
}

interface Surroundings {
  readonly id: string;
  readonly cloud: Cloud;
  readonly subnet: string;
  readonly startsWithin: number | undefined;
}

/** Runs init containers one after the other, then all containers at once, as their restart policy says. */
export function runGroup(request: GroupRequest, { id, cloud, subnet, startsWithin }: Surroundings): RunningGroup {
  const { name, tags, restartPolicy } = request;
  const stop = new AbortController();
  const members = new Map<string, RunningMember>();
  let provisioningState = 'Pending';
  let state: string | undefined;
  let ipAddress: string | undefined;

  async function run(latency: number): Promise<void> {
    await cloud.clock.sleep(latency, stop.signal);
    ipAddress = cloud.network.allocate(subnet);
    provisioningState = 'Succeeded';
    state = 'Pending';
    const volumes = groupVolumes(request.volumes, cloud.shares);
    for (const init of request.initContainers) {
      const policy = restartPolicy === 'Never' ? 'Never' : 'OnFailure';
      const code = await begin(init, { volumes, restartPolicy: policy }).exited;
      if (stop.signal.aborted) return;
      if (code !== 0) {
        state = 'Failed';
        return;
      }
    }
    state = 'Running';
    const begun = request.containers.map((container) => begin(container, { volumes, restartPolicy }));
    const codes = await Promise.all(begun.map(({ exited }) => exited));
    if (!stop.signal.aborted) state = codes.every((code) => code === 0) ? 'Succeeded' : 'Failed';
  }

  function begin(
    container: GroupRequest['containers'][number],
    how: { volumes: GroupVolumes; restartPolicy: GroupRequest['restartPolicy'] },
  ): RunningMember {
    const address = ipAddress ?? '';
    const member = runMember(container, { ...how, cloud, address, signal: stop.signal });
    members.set(container.name, member);
    return member;
  }

  if (startsWithin !== undefined) {
    run(startsWithin).catch((cause: Error) => {
      // A group that is deleted while it starts has nothing to tell.
      if (stop.signal.aborted) return;
      provisioningState = 'Failed';
      state = cause.message;
    });
  }

  return {
    view: () => ({
      id,
      name,
      tags,
      provisioningState,
      ...(ipAddress && { ipAddress }),
      ...(state && { state }),
      containers: request.containers.map(({ name, image }) => {
        const instanceView = members.get(name)?.view();
        return { name, image, ...(instanceView && { instanceView }) };
      }),
    }),
    log: (container) => members.get(container)?.log,
    [Symbol.dispose]() {
      stop.abort(new Error(`container group ${name} was deleted`));
      if (ipAddress) cloud.network.release(ipAddress);
    },
  };
}
