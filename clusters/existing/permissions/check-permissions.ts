import { stringify } from 'yaml';
import type { ApiClient } from '../../../harness/api/client.ts';
import { missingRules, ownName } from './missing-rules.ts';
import { always, exclusively, type Rule } from './rules.ts';

export interface Wanted {
  /** Name of the context, for the error. */
  readonly context: string;
  /** Scenarios are played that touch what others use too. */
  readonly exclusive: boolean;
}

/** Rejects with all that we may not do on the cluster and should, and with the ClusterRole that would allow it. */
export async function checkPermissions(api: ApiClient, { context, exclusive }: Wanted): Promise<void> {
  const missing = await missingRules(api, exclusive ? [...always, ...exclusively] : always);
  if (missing.length === 0) return;
  const user = await ownName(api);
  const may = missing.map(({ resources, verbs }) => `  ${verbs.join(', ')} ${resources.join(', ')}`).join('\n');
  throw new Error(
    `context "${context}"${user === undefined ? '' : ` (${user})`} may not\n${may}\n` +
      `which scenarios need; a ClusterRole that allows it, to be bound to it by whoever may:\n${clusterRole(missing, user)}`,
  );
}

function clusterRole(rules: readonly Rule[], user = '<who the context is of>'): string {
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

/** https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ : a ServiceAccount's user name says whose it is. */
function subjectOf(user: string): object {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  return namespace && name
    ? { kind: 'ServiceAccount', namespace, name }
    : { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user };
}
