import type { Profile } from '../profile.ts';

/** What all versions have in common that AKS has shipped since 2022. */
export const everyProfile = {
  nodeLabels: (node: string): Readonly<Record<string, string>> => ({
    type: 'virtual-kubelet',
    'kubernetes.io/role': 'agent',
    'kubernetes.io/hostname': node,
    'beta.kubernetes.io/os': 'linux',
    'alpha.service-controller.kubernetes.io/exclude-balancer': 'true',
    'node.kubernetes.io/exclude-from-external-load-balancers': 'true',
    'kubernetes.azure.com/managed': 'false',
  }),
  taints: [{ key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule' }],
  capacity: { cpu: '10k', memory: '4Ti', pods: '5k' },
  operatingSystem: 'Linux',
  conditions: [
    { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is ready.' },
    {
      type: 'OutOfDisk',
      status: 'False',
      reason: 'KubeletHasSufficientDisk',
      message: 'kubelet has sufficient disk space available',
    },
    {
      type: 'MemoryPressure',
      status: 'False',
      reason: 'KubeletHasSufficientMemory',
      message: 'kubelet has sufficient memory available',
    },
    {
      type: 'DiskPressure',
      status: 'False',
      reason: 'KubeletHasNoDiskPressure',
      message: 'kubelet has no disk pressure',
    },
    {
      type: 'NetworkUnavailable',
      status: 'False',
      reason: 'RouteCreated',
      message: 'RouteController created a route',
    },
  ],
  unsupportedVolume: (pod: string, volume: string) =>
    `pod ${pod} requires volume ${volume} which is of an unsupported type`,
  missingReferences: 'fail',
  containersStart: true,
  refusedReason: 'ProviderFailed',
  eventReasons: {
    created: 'ProviderCreateSuccess',
    createFailed: 'ProviderCreateFailed',
    updated: 'ProviderUpdateSuccess',
    deleted: 'ProviderDeleteSuccess',
    deleteFailed: 'ProviderDeleteFailed',
  },
  healsRefused: false,
} satisfies Partial<Profile>;
