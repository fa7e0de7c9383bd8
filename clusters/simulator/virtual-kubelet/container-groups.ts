import { isDeepStrictEqual } from 'node:util';
import type { SimulatedCloud } from '../cloud/cloud.ts';
import type { Registries } from '../cloud/registries.ts';
import type { ContainerLog } from '../logs.ts';
import { ArmError, type ContainerGroup, type GroupRequest } from './container-group.ts';
import { type RunningGroup, runGroup } from './run-group.ts';

/** Azure Container Instances of one resource group, as Azure Resource Manager shows them. */
export interface ContainerGroups extends Disposable {
  /** Resolves when the request is accepted, long before containers run. Rejects with an ArmError. */
  put(request: GroupRequest): Promise<void>;
  get(name: string): ContainerGroup | undefined;
  list(): readonly ContainerGroup[];
  /** Resolves when the group is gone, also when there was none. */
  delete(name: string): Promise<void>;
  /** What a container has written; undefined when there is no such container. */
  log(name: string, container: string): ContainerLog | undefined;
}

interface ContainerGroupsOptions {
  readonly cloud: SimulatedCloud;
  /** The subnet delegated to Azure Container Instances. */
  readonly subnet?: string;
  /** Milliseconds of the cloud's clock from an accepted request to the first process; never, if undefined. */
  readonly startsWithin?: number | undefined;
}

/** Milliseconds of the cloud's clock that a deletion takes. */
const deletesWithin = 1_000;

const resourceGroup =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/plimsoll/providers/Microsoft.ContainerInstance';

/** Keeps container groups in memory; as on Azure, they outlive the virtual kubelet that requested them. */
export function containerGroups({
  cloud,
  subnet = '10.239.0.0/16',
  startsWithin,
}: ContainerGroupsOptions): ContainerGroups {
  const groups = new Map<string, { readonly request: GroupRequest; readonly running: RunningGroup }>();

  function stop(name: string): void {
    groups.get(name)?.running[Symbol.dispose]();
    groups.delete(name);
  }

  return {
    async put(request) {
      const { name } = request;
      admitGroup(request, cloud.registries);
      // Putting the same group again changes nothing; a changed one is started from scratch.
      if (isDeepStrictEqual(groups.get(name)?.request, request)) return;
      stop(name);
      const id = `${resourceGroup}/containerGroups/${name}`;
      groups.set(name, { request, running: runGroup(request, { id, cloud, subnet, startsWithin }) });
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

/** Throws an ArmError for dangling mounts, limits beyond requests, and images that need other credentials. */
function admitGroup(request: GroupRequest, registries: Registries): void {
  const { name: group, containers, initContainers, volumes, credentials } = request;
  const all = [...initContainers, ...containers];
  const refused = (code: string, message: string) => new ArmError(400, code, message);

  for (const { name, mounts } of all) {
    const missing = mounts.filter((mount) => !volumes.some((volume) => volume.name === mount.name));
    const names = missing.map((mount) => `'${mount.name}'`).join(', ');
    if (names) throw refused('VolumesNotFound', `Volumes ${names} in container '${name}' are not found.`);
  }

  const total = containers.reduce((sum, { cpu }) => sum + cpu.request, 0);
  for (const { name, cpu } of containers) {
    if (cpu.limit === undefined || cpu.limit <= total) continue;
    throw refused(
      'ContainerLimitGreaterThanContainerGroupTotalRequest',
      `The 'Cpu' limit '${cpu.limit}' in container '${name}' is greater than the total request '${total}' of ` +
        `container group '${group}'.`,
    );
  }

  const dockerConfigs = credentials.map(({ server, username, password }) =>
    JSON.stringify({ auths: { [server]: { username, password } } }),
  );
  const barred = all.find(({ image }) => !registries.mayPull(image, dockerConfigs));
  if (!barred) return;
  const text = `The image '${barred.image}' in container group '${group}' is not accessible.`;
  throw refused('InaccessibleImage', `${text} Please check the image and registry credential.`);
}
