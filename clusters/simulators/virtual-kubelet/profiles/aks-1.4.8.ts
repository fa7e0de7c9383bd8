import { argumentsWithoutCommand, gpuInRegion, livenessProbe, readinessProbe } from '../creation/container-checks.ts';
import { secretVolume, volumeSources } from '../creation/volume-sources.ts';
import type { Profile } from '../profile.ts';
import { everyProfile } from './every-profile.ts';

/** The AKS add-on of early 2023: azure-aci 1.4.8 with its new provider, virtual-kubelet 1.6.0, node-cli 0.8.0. */
export const aks148: Profile = {
  ...everyProfile,
  name: 'aks-1.4.8',
  version: '1.4.8',
  kubeletVersion: 'v1.19.10-vk-azure-aci-1.4.8',
  architecture: 'amd64',
  recreatesNode: true,
  containerChecks: [argumentsWithoutCommand, gpuInRegion('japaneast'), livenessProbe, readinessProbe],
  initContainers: 'ignored',
  initContainerChecks: [],
  volumeSources: {
    ...volumeSources,
    secret: secretVolume((secret, pod) => `Secret ${secret} is required by Pod ${pod} and does not exist`),
  },
  readsAuthOfPullSecrets: true,
  armRefusal: (_group, { status, code, message }) =>
    `containerinstance.ContainerGroupsClient#CreateOrUpdateSender: Failure sending request: StatusCode=${status} -- Original Error: Code="${code}" Message="${message}"`,
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
