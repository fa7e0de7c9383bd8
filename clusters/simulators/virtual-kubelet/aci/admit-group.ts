import type { Registries } from '../../../simulator/cloud/registries.ts';
import { ArmError } from './arm-error.ts';
import type { GroupRequest, RegistryCredential } from './container-group.ts';

/** Refuses, with an ArmError, what Azure refuses at once: dangling mounts, limits beyond requests, images out of reach. */
export function admitGroup(request: GroupRequest, registries: Registries): void {
  const { name, containers, initContainers, volumes, credentials } = request;
  const all = [...initContainers, ...containers];

  for (const container of all) {
    const missing = container.mounts.filter((mount) => !volumes.some((volume) => volume.name === mount.name));
    if (missing.length > 0) {
      const names = missing.map((mount) => `'${mount.name}'`).join(', ');
      throw new ArmError(400, 'VolumesNotFound', `Volumes ${names} in container '${container.name}' are not found.`);
    }
  }

  const total = containers.reduce((sum, { cpu }) => sum + cpu.request, 0);
  for (const { name: container, cpu } of containers) {
    if (cpu.limit === undefined || cpu.limit <= total) continue;
    throw new ArmError(
      400,
      'ContainerLimitGreaterThanContainerGroupTotalRequest',
      `The 'Cpu' limit '${cpu.limit}' in container '${container}' is greater than the total request '${total}' of container group '${name}'.`,
    );
  }

  const dockerConfigs = credentials.map(dockerConfig);
  const barred = all.find(({ image }) => !registries.mayPull(image, dockerConfigs));
  if (barred) {
    throw new ArmError(
      400,
      'InaccessibleImage',
      `The image '${barred.image}' in container group '${name}' is not accessible. Please check the image and registry credential.`,
    );
  }
}

function dockerConfig({ server, username, password }: RegistryCredential): string {
  return JSON.stringify({ auths: { [server]: { username, password } } });
}
