import {
  argumentsWithoutCommand,
  gpuInRegion,
  initContainerChecks,
  lifecycleHooks,
  livenessProbe,
  readinessProbe,
  startupProbe,
} from '../creation/container-checks.ts';
import { volumeSources } from '../creation/volume-sources.ts';
import type { Profile } from '../profile.ts';
import { everyProfile } from './every-profile.ts';

/** The client library's separator: https://pkg.go.dev/github.com/Azure/azure-sdk-for-go/sdk/azcore#ResponseError */
const rule = '-'.repeat(80);

/** azure-aci 1.6.4 with virtual-kubelet 1.11.0. */
export const aks16: Profile = {
  ...everyProfile,
  name: 'aks-1.6',
  version: '1.6.4',
  kubeletVersion: 'v1.25.0-vk-azure-aci-1.6.4',
  nodeLabels: (node) => ({ ...everyProfile.nodeLabels(node), 'kubernetes.io/os': 'linux' }),
  architecture: '',
  phase: 'Pending',
  whenUp: { phase: 'Running', readyMessage: 'Kubelet is ready' },
  recreatesNode: false,
  containerChecks: [
    argumentsWithoutCommand,
    lifecycleHooks,
    startupProbe,
    gpuInRegion('japaneast'),
    livenessProbe,
    readinessProbe,
  ],
  initContainers: 'run',
  initContainerChecks,
  volumeSources,
  readsAuthOfPullSecrets: false,
  armRefusal: (group, { status, code, message }) =>
    [
      `PUT https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/plimsoll/providers/Microsoft.ContainerInstance/containerGroups/${group}`,
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
