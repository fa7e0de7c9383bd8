/**
 * Whether a key of a fresh cluster may serve other clusters too: what the API server writes anew at each first start, the same
 * each time. Not what names one cluster's addresses, certificates or lifetimes, nor what the controller manager makes in
 * namespaces that users see, as that is how we know that it works.
 */
export function isKept(key: string): boolean {
  return kept.some((prefix) => key.startsWith(`/registry/${prefix}/`));
}

const kept = [
  'apiregistration.k8s.io/apiservices',
  'clusterrolebindings',
  'clusterroles',
  'ipaddresses',
  'namespaces',
  'priorityclasses',
  'ranges',
  'rolebindings',
  'roles',
  'servicecidrs',
  'services/specs',
] as const;
