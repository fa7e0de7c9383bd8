import { parseAllDocuments, stringify } from 'yaml';
import type { Registration } from '../config/registration.ts';
import type { Container } from '../docker.ts';
import type { HostMount } from '../options.ts';

export interface NewContainer {
  readonly name: string;
  readonly mounts: readonly HostMount[];
}

/** kind's own label: pkg/cluster/internal/providers/docker/constants.go there. */
const roleLabel = 'io.x-k8s.kind.role';

/** Arguments of `docker run` for another worker like a node that kind made, but for its name and its mounts. */
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

type Flags = Readonly<Record<string, string>> | readonly { readonly name: string; readonly value: string }[];

interface JoinConfiguration {
  readonly kind: string;
  readonly controlPlane?: object;
  readonly nodeRegistration: { readonly kubeletExtraArgs?: Flags };
}

/**
 * The configuration of `kubeadm join` for another worker, from the file that kind wrote for a node
 * (/kind/kubeadm.conf), in whichever version of kubeadm's configuration that is: up to v1beta3 flags are a map, later a
 * list.
 */
export function joinConfiguration(written: string, { name, flags, taints }: Registration, address: string): string {
  const documents = parseAllDocuments(written).map((document) => document.toJS() as JoinConfiguration | null);
  const join = documents.find((document) => document?.kind === 'JoinConfiguration');
  if (!join) throw new Error('/kind/kubeadm.conf: expected a JoinConfiguration, but found none');
  const { controlPlane: _, nodeRegistration, ...rest } = join;
  const wanted = { ...flags, 'node-ip': address };
  return stringify({
    ...rest,
    nodeRegistration: {
      ...nodeRegistration,
      name,
      taints,
      kubeletExtraArgs: Array.isArray(nodeRegistration.kubeletExtraArgs) ? asList(wanted) : asMap(wanted),
    },
  });
}

function asList(flags: Registration['flags']) {
  return Object.entries(asMap(flags)).map(([name, value]) => ({ name, value }));
}

function asMap(flags: Registration['flags']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(flags).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
