import { parseAllDocuments, stringify } from 'yaml';
import type { Registration } from '../config/registration.ts';
import type { Container } from '../docker.ts';
import type { HostMount } from '../options.ts';

/** kind's own label: pkg/cluster/internal/providers/docker/constants.go there. */
const roleLabel = 'io.x-k8s.kind.role';

/** Arguments of `docker run` for another worker like a node that kind made, but for its name and its mounts. */
export function runArguments(
  { Config, HostConfig }: Container,
  { name, mounts }: { readonly name: string; readonly mounts: readonly HostMount[] },
): readonly string[] {
  const labels = { ...Config.Labels, [roleLabel]: 'worker' };
  const environment = (Config.Env ?? []).filter((one) => !/^(KUBECONFIG|PATH)=/.test(one));
  const { Name: restart, MaximumRetryCount: retries } = HostConfig.RestartPolicy;
  return [
    ...['run', '--detach', '--tty', '--name', name, '--hostname', name, '--network', HostConfig.NetworkMode],
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

/** kind gives every node these of the host; all other binds are one machine's. */
function isOfEveryNode(bind: string): boolean {
  return ['/lib/modules', '/dev/mapper'].includes(bind.split(':')[1] ?? '');
}

function asBind({ hostPath, containerPath, readOnly }: HostMount): string {
  return `${hostPath}:${containerPath}${readOnly ? ':ro' : ''}`;
}

interface JoinConfiguration {
  readonly kind: string;
  readonly controlPlane?: object;
  readonly nodeRegistration: { readonly kubeletExtraArgs?: object };
}

/** Makes the configuration of `kubeadm join` for another worker from what kind wrote for a node: /kind/kubeadm.conf */
export function joinConfiguration(written: string, { name, flags, taints }: Registration, address: string): string {
  const documents = parseAllDocuments(written).map((document) => document.toJS() as JoinConfiguration | null);
  const join = documents.find((document) => document?.kind === 'JoinConfiguration');
  if (!join) throw new Error('/kind/kubeadm.conf: expected a JoinConfiguration, but found none');
  const { controlPlane: _, nodeRegistration, ...rest } = join;
  const wanted = Object.entries({ ...flags, 'node-ip': address }).filter(([, value]) => value !== null);
  // Flags are a map up to v1beta3, later a list.
  const isList = Array.isArray(nodeRegistration.kubeletExtraArgs);
  const kubeletExtraArgs = isList ? wanted.map(([name, value]) => ({ name, value })) : Object.fromEntries(wanted);
  return stringify({ ...rest, nodeRegistration: { ...nodeRegistration, name, taints, kubeletExtraArgs } });
}
