/** As in a ClusterRole: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const rule = (group: string, resources: readonly string[], ...verbs: readonly string[]): Rule => ({
  apiGroups: [group],
  resources,
  verbs,
});

/** What every run needs: to look, to make a namespace for each scenario with what it declares, and to take these away. */
export const always: readonly Rule[] = [
  rule('', ['configmaps', 'events', 'namespaces', 'nodes', 'persistentvolumeclaims'], 'get', 'list', 'watch'),
  rule('', ['persistentvolumes', 'pods', 'serviceaccounts', 'services'], 'get', 'list', 'watch'),
  rule('apps', ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], 'get', 'list', 'watch'),
  rule('discovery.k8s.io', ['endpointslices'], 'get', 'list', 'watch'),
  rule('storage.k8s.io', ['csidrivers', 'csinodes', 'storageclasses', 'volumeattachments'], 'get', 'list', 'watch'),
  rule('', ['pods/log'], 'get'),
  // As evidence: what a Pod refers to is there, or is not. Their content is not kept.
  rule('', ['secrets'], 'list'),
  // Server-side apply of what is not there yet needs both: https://kubernetes.io/docs/reference/using-api/server-side-apply/
  rule('', ['configmaps', 'namespaces', 'persistentvolumeclaims', 'persistentvolumes'], 'create', 'patch', 'delete'),
  rule('', ['pods', 'secrets', 'services'], 'create', 'patch', 'delete'),
  rule('apps', ['daemonsets', 'deployments', 'statefulsets'], 'create', 'patch', 'delete'),
  rule('storage.k8s.io', ['storageclasses'], 'create', 'patch', 'delete'),
  rule('', ['persistentvolumeclaims', 'pods', 'services'], 'deletecollection'),
  rule('apps', ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], 'deletecollection'),
  rule('apps', ['deployments/scale'], 'get', 'patch'),
];

/** What scenarios need besides that touch what others use too: they drain nodes, and replace a CSIDriver and put it back. */
export const exclusively: readonly Rule[] = [
  rule('', ['nodes'], 'patch'),
  rule('', ['pods/eviction'], 'create'),
  rule('storage.k8s.io', ['csidrivers'], 'create', 'patch', 'update', 'delete'),
];
