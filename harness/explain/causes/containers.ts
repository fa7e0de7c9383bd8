import type { Pod } from '../../kubernetes.ts';

export type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];
type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

/** Init containers first, as they run first. */
export function containersOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

/** `1 (Error)` */
export function endInWords({ exitCode, reason, signal }: Terminated): string {
  return `${exitCode}${signal ? ` by signal ${signal}` : ''}${reason ? ` (${reason})` : ''}`;
}

/** `init container prepare` */
export function nameOf({ name }: ContainerStatus, { spec }: Pod): string {
  return (spec?.initContainers ?? []).some((one) => one.name === name) ? `init container ${name}` : `container ${name}`;
}
