import type { Profile } from './profile.ts';
import {
  argumentsWithoutCommand,
  containerChecks,
  initContainerChecks,
  lifecycleHooks,
  startupProbe,
} from './refusals.ts';
import { secretVolume, volumeSources } from './volume-sources.ts';

/** The part that all versions share which AKS has shipped since 2022. */
const everyProfile = {
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
  conditions: (
    [
      ['Ready', 'True', 'KubeletReady', 'kubelet is ready.'],
      ['OutOfDisk', 'False', 'KubeletHasSufficientDisk', 'kubelet has sufficient disk space available'],
      ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
      ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
      ['NetworkUnavailable', 'False', 'RouteCreated', 'RouteController created a route'],
    ] as const
  ).map(([type, status, reason, message]) => ({ type, status, reason, message })),
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

/** The AKS add-on of early 2023: azure-aci 1.4.8 with its new provider, virtual-kubelet 1.6.0, node-cli 0.8.0. */
export const aks148: Profile = {
  ...everyProfile,
  name: 'aks-1.4.8',
  version: '1.4.8',
  kubeletVersion: 'v1.19.10-vk-azure-aci-1.4.8',
  architecture: 'amd64',
  recreatesNode: true,
  containerChecks: [argumentsWithoutCommand, ...containerChecks],
  initContainers: 'ignored',
  initContainerChecks: [],
  volumeSources: {
    ...volumeSources,
    secret: secretVolume((secret, pod) => `Secret ${secret} is required by Pod ${pod} and does not exist`),
  },
  readsAuthOfPullSecrets: true,
  armRefusal: (_group, { status, code, message }) =>
    `containerinstance.ContainerGroupsClient#CreateOrUpdateSender: Failure sending request: StatusCode=${status} -- ` +
    `Original Error: Code="${code}" Message="${message}"`,
  copiesEvents: false,
  fillsReportingComponent: false,
  findsGroups: false,
  waitsForDeletion: true,
  removesDanglingGroups: false,
  resync: 60_000,
  alsoWatches: ['PersistentVolume', 'PersistentVolumeClaim'],
  reportsStartTimes: false,
  reportsStarted: false,
  terminatedAs: 'waiting',
  needsAddress: true,
};

const containerGroups =
  'https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/plimsoll/providers/' +
  'Microsoft.ContainerInstance/containerGroups';
/** The client library's separator: https://pkg.go.dev/github.com/Azure/azure-sdk-for-go/sdk/azcore#ResponseError */
const rule = '-'.repeat(80);

/** azure-aci 1.6.4 with virtual-kubelet 1.11.0. */
const aks16: Profile = {
  ...everyProfile,
  name: 'aks-1.6',
  version: '1.6.4',
  kubeletVersion: 'v1.25.0-vk-azure-aci-1.6.4',
  nodeLabels: (node) => ({ ...everyProfile.nodeLabels(node), 'kubernetes.io/os': 'linux' }),
  architecture: '',
  phase: 'Pending',
  whenUp: { phase: 'Running', readyMessage: 'Kubelet is ready' },
  recreatesNode: false,
  containerChecks: [argumentsWithoutCommand, lifecycleHooks, startupProbe, ...containerChecks],
  initContainers: 'run',
  initContainerChecks,
  volumeSources,
  readsAuthOfPullSecrets: false,
  armRefusal: (group, { status, code, message }) =>
    [
      `PUT ${containerGroups}/${group}`,
      rule,
      `RESPONSE ${status}: ${status} Bad Request`,
      `ERROR CODE: ${code}`,
      rule,
      JSON.stringify({ error: { code, message } }, undefined, 2),
      rule,
      '',
    ].join('\n'),
  copiesEvents: true,
  fillsReportingComponent: true,
  findsGroups: true,
  waitsForDeletion: false,
  removesDanglingGroups: true,
  resync: undefined,
  alsoWatches: [],
  reportsStartTimes: true,
  reportsStarted: true,
  terminatedAs: 'completed',
  needsAddress: false,
};

/** Versions that can be simulated, by name. */
export const profiles = { 'aks-1.4.8': aks148, 'aks-1.6': aks16 } as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;
