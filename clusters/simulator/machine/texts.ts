/** What the kubelet of a Kubernetes minor says where the minors differ. */
export interface KubeletTexts {
  created(container: string): string;
  started(container: string): string;
  alreadyPresent(image: string): string;
  /** Reason and message of PodReadyToStartContainers while there is no sandbox. */
  readonly noSandbox: { readonly reason: string; readonly message: string } | undefined;
}

/** Compared in the sources of 1.34.4, 1.35.4, 1.36.3 and 1.37.2: pkg/kubelet/kuberuntime, images, status. */
export function kubeletTexts(kubernetes: string): KubeletTexts {
  const minor = Number(kubernetes.split('.')[1]);
  const present = (image: string) => `Container image "${image}" already present on machine`;
  return {
    created: (container) => (minor >= 35 ? 'Container created' : `Created container: ${container}`),
    started: (container) => (minor >= 35 ? 'Container started' : `Started container ${container}`),
    alreadyPresent: (image) => (minor >= 35 ? `${present(image)} and can be accessed by the pod` : present(image)),
    noSandbox: minor >= 37 ? { reason: 'PodSandboxNotReady', message: 'no pod sandbox exists' } : undefined,
  };
}
