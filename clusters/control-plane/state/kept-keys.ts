/**
 * Whether a key of a fresh cluster may serve other clusters too: what every first start writes the same. Not what names one
 * cluster's addresses, certificates or lifetimes, and not what the controller manager makes in every namespace, as that is
 * how we know that it works.
 */
export function isKept(key: string): boolean {
  if (key.startsWith('/registry/serviceaccounts/')) return isOfController(key);
  return kept.some((prefix) => key.startsWith(`/registry/${prefix}/`));
}

/** The ServiceAccounts under which the controllers work: names only, as tokens are no longer stored with them. */
function isOfController(key: string): boolean {
  return key.startsWith('/registry/serviceaccounts/kube-system/') && !key.endsWith('/default');
}

const kept = [
  'apiregistration.k8s.io/apiservices',
  'clusterrolebindings',
  'clusterroles',
  'flowschemas',
  'ipaddresses',
  'namespaces',
  'priorityclasses',
  'prioritylevelconfigurations',
  'ranges',
  'rolebindings',
  'roles',
  'servicecidrs',
  'services/specs',
] as const;
