import type { V1SelfSubjectAccessReview, V1SelfSubjectReview } from '@kubernetes/client-node';
import { stringify } from 'yaml';
import type { ApiClient } from '../../harness/api/client.ts';

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

/** Every run looks, creates a namespace for each scenario with its objects, and deletes these. */
export const always: readonly Rule[] = [
  rule('', ['configmaps', 'events', 'namespaces', 'nodes', 'persistentvolumeclaims'], 'get', 'list', 'watch'),
  rule('', ['persistentvolumes', 'pods', 'serviceaccounts', 'services'], 'get', 'list', 'watch'),
  rule('apps', ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], 'get', 'list', 'watch'),
  rule('discovery.k8s.io', ['endpointslices'], 'get', 'list', 'watch'),
  rule('storage.k8s.io', ['csidrivers', 'csinodes', 'storageclasses', 'volumeattachments'], 'get', 'list', 'watch'),
  rule('', ['pods/log'], 'get'),
  // Evidence says whether an object that a Pod refers to exists. The content of Secrets is not kept.
  rule('', ['secrets'], 'list'),
  // Server-side apply of a new object needs both: https://kubernetes.io/docs/reference/using-api/server-side-apply/
  rule('', ['configmaps', 'namespaces', 'persistentvolumeclaims', 'persistentvolumes'], 'create', 'patch', 'delete'),
  rule('', ['pods', 'secrets', 'services'], 'create', 'patch', 'delete'),
  rule('apps', ['daemonsets', 'deployments', 'statefulsets'], 'create', 'patch', 'delete'),
  rule('storage.k8s.io', ['storageclasses'], 'create', 'patch', 'delete'),
  rule('', ['persistentvolumeclaims', 'pods', 'services'], 'deletecollection'),
  rule('apps', ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], 'deletecollection'),
  rule('apps', ['deployments/scale'], 'get', 'patch'),
];

/** Exclusive scenarios also drain nodes, and replace a CSIDriver and restore it. */
export const exclusively: readonly Rule[] = [
  rule('', ['nodes'], 'patch'),
  rule('', ['pods/eviction'], 'create'),
  rule('storage.k8s.io', ['csidrivers'], 'create', 'patch', 'update', 'delete'),
];

/** Rejects with all permissions that a run needs and the user lacks, and with a ClusterRole that grants them. */
export async function checkPermissions(
  api: ApiClient,
  { context, exclusive }: { readonly context: string; readonly exclusive: boolean },
): Promise<void> {
  const missing = await missingRules(api, exclusive ? [...always, ...exclusively] : always);
  if (missing.length === 0) return;
  const user = await ownName(api);
  const list = missing.map(({ resources, verbs }) => `  ${verbs.join(', ')} ${resources.join(', ')}`).join('\n');
  throw new Error(
    `context "${context}"${user === undefined ? '' : ` (${user})`} may not\n${list}\n` +
      `which scenarios need; an administrator can allow it with this ClusterRole:\n${clusterRole(missing, user)}`,
  );
}

function clusterRole(rules: readonly Rule[], user = '<the user of the context>'): string {
  const name = 'plimsoll';
  const group = 'rbac.authorization.k8s.io';
  const role = { apiVersion: `${group}/v1`, kind: 'ClusterRole', metadata: { name }, rules };
  const binding = {
    apiVersion: `${group}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name },
    subjects: [subjectOf(user)],
  };
  return [role, binding].map((object) => stringify(object, { aliasDuplicateObjects: false })).join('---\n');
}

/** A ServiceAccount's user name has its namespace and name in it. */
function subjectOf(user: string): object {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  return namespace && name
    ? { kind: 'ServiceAccount', namespace, name }
    : { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user };
}

/**
 * The part of the rules that the user lacks. It asks for each permission, as a list of rules may be incomplete:
 * https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 */
export async function missingRules(api: ApiClient, rules: readonly Rule[]): Promise<readonly Rule[]> {
  if (await isAllowed(api, { group: '*', resource: '*', verb: '*' })) return [];
  const asked = rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb })))),
  );
  const answers = await Promise.all(asked.map(async (one) => ((await isAllowed(api, one)) ? [] : [one])));
  return gathered(answers.flat());
}

/** The user's name as the server knows it; undefined where it has no such review. */
async function ownName(api: ApiClient): Promise<string | undefined> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const review = await api.request<V1SelfSubjectReview>('POST', path, { body }).catch(() => undefined);
  return review?.status?.userInfo?.username;
}

type Permission = Readonly<Record<'group' | 'resource' | 'verb', string>>;

async function isAllowed(api: ApiClient, { group, resource: path, verb }: Permission): Promise<boolean> {
  const [resource = '', subresource] = path.split('/');
  const spec = { resourceAttributes: { group, verb, resource, ...(subresource && { subresource }) } };
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec };
  const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const { status } = await api.request<V1SelfSubjectAccessReview>('POST', reviews, { body });
  return status?.allowed ?? false;
}

/** One rule for all resources of a group that lack the same verbs. */
function gathered(permissions: readonly Permission[]): readonly Rule[] {
  const byResource = Map.groupBy(permissions, ({ group, resource }) => `${group} ${resource}`);
  const lacking = [...byResource.values()].flatMap((lacked) => {
    const [first] = lacked;
    return first ? [{ ...first, verbs: [...new Set(lacked.map(({ verb }) => verb))] }] : [];
  });
  const alike = Map.groupBy(lacking, ({ group, verbs }) => `${group} ${verbs.join(' ')}`);
  return [...alike.values()].map((members) => ({
    apiGroups: [members[0]?.group ?? ''],
    resources: members.map(({ resource }) => resource).toSorted(),
    verbs: members[0]?.verbs ?? [],
  }));
}
