import { document, pod, repository, type Wording } from '../../harness/index.ts';

/**
 * Article in Japanese of 2023-04-04 on sharing Azure Files among Pods of an ACI virtual node (AKS 1.24.9, azure-aci
 * 1.4.8). Its original title is not known: our copy begins below it.
 */
export const azureFiles = document({
  title: 'Azure Files from Pods on an ACI virtual node of AKS (2023-04-04, in Japanese)',
});

/** Article in Japanese on building a virtual node. */
export const virtualNodeSetup = document({
  title: 'Building a virtual node on ACI with Azure Kubernetes Service (AKS)',
  originalTitle: 'Azure Kubernetes Service(AKS)でACIによる仮想ノードを構築する',
});

/** The provider's source and README, where the articles are silent. */
export const azureAci = repository('virtual-kubelet/azure-aci');

/** Where the provider makes volumes of ACI. */
export const aciVolumes = azureAci('pkg/provider/aci_volumes.go at v1.4.8 and v1.6.4');

/** The library on which the provider is built. */
export const virtualKubelet = repository('virtual-kubelet/virtual-kubelet');

export const kubernetesNodes = document({
  title: 'Nodes',
  url: 'https://kubernetes.io/docs/concepts/architecture/nodes/',
});

/** Labels of every node that the provider registers. */
export const nodeLabels = {
  type: 'virtual-kubelet',
  'kubernetes.io/role': 'agent',
  'kubernetes.io/hostname': '<node>',
  'beta.kubernetes.io/os': 'linux',
  'alpha.service-controller.kubernetes.io/exclude-balancer': 'true',
  'node.kubernetes.io/exclude-from-external-load-balancers': 'true',
  'kubernetes.azure.com/managed': 'false',
};

/** What scenarios of an inline volume with an error in it share. */
export const inlineVolume = {
  level: 'extended',
  about: 'azure-aci',
  requires: ['virtual-node', 'azure-files'],
  // The same Pod with all that an inline volume needs.
  control: [pod('control').runsOnVirtualNode()],
} as const;

/** The event that the provider has created the Pod. */
export const created = {
  type: 'Normal',
  reason: 'ProviderCreateSuccess',
  from: '<node>/pod-controller',
  message: 'Create pod in provider successfully',
} as const;

/** The event that the provider could not create the Pod, and tried again. */
export const creationFailed = (message: Wording) =>
  ({ type: 'Warning', reason: 'ProviderCreateFailed', from: '<node>/pod-controller', message, times: 2 }) as const;

/** The Pod web is assigned to the virtual node, whose provider refuses it. */
export const webIsRefused = (message: Wording) => ({
  expect: [
    pod('web').isAssignedToVirtualNode(),
    pod('web').isRefused({ reason: 'ProviderFailed', message }),
    pod('web').hasEvent(creationFailed(message)),
  ],
  lifted: [pod('web').isRunning()],
});
