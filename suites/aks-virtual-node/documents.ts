import { document } from '../../harness/index.ts';

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
export const azureAci = document({ title: 'azure-aci', url: 'https://github.com/virtual-kubelet/azure-aci' });

/** The library on which the provider is built. */
export const virtualKubelet = document({
  title: 'virtual-kubelet',
  url: 'https://github.com/virtual-kubelet/virtual-kubelet',
});

export const kubernetesNodes = document({
  title: 'Nodes',
  url: 'https://kubernetes.io/docs/concepts/architecture/nodes/',
});
