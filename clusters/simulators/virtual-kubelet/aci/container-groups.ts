import { isDeepStrictEqual } from 'node:util';
import type { Cloud } from '../../../simulator/cloud/cloud.ts';
import type { ContainerLog } from '../../../simulator/logs.ts';
import { admitGroup } from './admit-group.ts';
import type { ContainerGroup, GroupRequest } from './container-group.ts';
import { type RunningGroup, runGroup } from './run-group.ts';

/** Azure Container Instances of one resource group, as far as Azure Resource Manager lets them be seen. */
export interface ContainerGroups extends Disposable {
  /** Resolves when the request is accepted, long before containers run. Rejects with an ArmError. */
  put(request: GroupRequest): Promise<void>;
  get(name: string): ContainerGroup | undefined;
  list(): readonly ContainerGroup[];
  /** Resolves when the group is gone; deleting what is not there is no error. */
  delete(name: string): Promise<void>;
  /** What a container has written; undefined when there is no such container. */
  log(name: string, container: string): ContainerLog | undefined;
}

export interface ContainerGroupsOptions {
  readonly cloud: Cloud;
  /** The subnet delegated to Azure Container Instances. */
  readonly subnet?: string;
  /** Milliseconds of the cloud's clock from an accepted request to the first process; never, if undefined. */
  readonly startsWithin?: number | undefined;
  /** Milliseconds of the cloud's clock that a deletion takes. */
  readonly deletesWithin?: number;
}

const resourceGroup =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/plimsoll/providers/Microsoft.ContainerInstance';

/** Keeps container groups in memory; they outlive the virtual kubelet that asked for them, as they do on Azure. */
export function containerGroups(options: ContainerGroupsOptions): ContainerGroups {
  const { cloud, subnet = '10.239.0.0/16', startsWithin, deletesWithin = 1_000 } = options;
  const groups = new Map<string, { readonly request: GroupRequest; readonly running: RunningGroup }>();

  function start(request: GroupRequest): void {
    const id = `${resourceGroup}/containerGroups/${request.name}`;
    groups.set(request.name, { request, running: runGroup(request, { id, cloud, subnet, startsWithin }) });
  }

  function stop(name: string): void {
    groups.get(name)?.running[Symbol.dispose]();
    groups.delete(name);
  }

  return {
    async put(request) {
      admitGroup(request, cloud.registries);
      // Putting the same group again changes nothing; a changed one is started anew.
      if (isDeepStrictEqual(groups.get(request.name)?.request, request)) return;
      stop(request.name);
      start(request);
    },
    get: (name) => groups.get(name)?.running.view(),
    list: () => [...groups.values()].map(({ running }) => running.view()),
    async delete(name) {
      const group = groups.get(name);
      if (!group) return;
      await cloud.clock.sleep(deletesWithin);
      if (groups.get(name) === group) stop(name);
    },
    log: (name, container) => groups.get(name)?.running.log(container),
    [Symbol.dispose]() {
      for (const name of [...groups.keys()]) stop(name);
    },
  };
}
