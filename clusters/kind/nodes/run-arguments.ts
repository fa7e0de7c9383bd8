import type { Container } from '../docker/inspect.ts';
import type { HostMount } from '../provider.ts';

export interface NewContainer {
  readonly name: string;
  readonly mounts: readonly HostMount[];
}

/** kind's own label: pkg/cluster/internal/providers/docker/constants.go there. */
const roleLabel = 'io.x-k8s.kind.role';

/** What `docker run` is to be told for another worker like a node that kind made, but for its name, and what it sees of the host. */
export function runArguments(like: Container, { name, mounts }: NewContainer): readonly string[] {
  const { Config, HostConfig } = like;
  const labels = { ...Config.Labels, [roleLabel]: 'worker' };
  const environment = (Config.Env ?? []).filter((one) => !/^(KUBECONFIG|PATH)=/.test(one));
  const { Name: restart, MaximumRetryCount: retries } = HostConfig.RestartPolicy;
  return [
    'run',
    '--detach',
    '--tty',
    '--name',
    name,
    '--hostname',
    name,
    '--network',
    HostConfig.NetworkMode,
    `--init=${HostConfig.Init ?? false}`,
    `--privileged=${HostConfig.Privileged}`,
    ...(restart ? [`--restart=${restart}${retries ? `:${retries}` : ''}`] : []),
    ...(HostConfig.CgroupnsMode ? [`--cgroupns=${HostConfig.CgroupnsMode}`] : []),
    ...(HostConfig.UsernsMode ? [`--userns=${HostConfig.UsernsMode}`] : []),
    ...(HostConfig.SecurityOpt ?? []).filter((one) => one !== 'label=disable').flatMap(option('--security-opt')),
    ...Object.entries(HostConfig.Tmpfs ?? {})
      .map(([path, options]) => (options ? `${path}:${options}` : path))
      .flatMap(option('--tmpfs')),
    ...Object.entries(HostConfig.Sysctls ?? {}).map(([key, value]) => `--sysctl=${key}=${value}`),
    ...(HostConfig.Devices ?? []).map(({ PathOnHost }) => PathOnHost).flatMap(option('--device')),
    ...Object.keys(Config.Volumes ?? {}).flatMap(option('--volume')),
    ...(HostConfig.Binds ?? []).filter(isOfEveryNode).flatMap(option('--volume')),
    ...mounts.map(asBind).flatMap(option('--volume')),
    ...Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .flatMap(option('--label')),
    ...environment.flatMap(option('--env')),
    Config.Image,
  ];
}

const option = (name: string) => (value: string) => [name, value];

/** kind gives every node these of the host; all other binds are the one machine's. */
function isOfEveryNode(bind: string): boolean {
  return ['/lib/modules', '/dev/mapper'].includes(bind.split(':')[1] ?? '');
}

function asBind({ hostPath, containerPath, readOnly }: HostMount): string {
  return `${hostPath}:${containerPath}${readOnly ? ':ro' : ''}`;
}
