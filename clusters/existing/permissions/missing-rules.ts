import type { V1SelfSubjectAccessReview, V1SelfSubjectReview } from '@kubernetes/client-node';
import type { ApiClient } from '../../../harness/api/client.ts';
import type { Rule } from './rules.ts';

type Attributes = NonNullable<V1SelfSubjectAccessReview['spec']['resourceAttributes']>;

/**
 * The rules, without what we may do anyway. Whoever authorizes is asked itself, as rules that can be listed need not be all there are:
 * https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 */
export async function missingRules(api: ApiClient, rules: readonly Rule[]): Promise<readonly Rule[]> {
  if (await mayWe(api, { group: '*', resource: '*', verb: '*' })) return [];
  const asked = rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb })))),
  );
  const answers = await Promise.all(
    asked.map(async (one) => {
      const [resource = '', subresource] = one.resource.split('/');
      return { ...one, allowed: await mayWe(api, { ...one, resource, ...(subresource && { subresource }) }) };
    }),
  );
  return gathered(answers.filter(({ allowed }) => !allowed));
}

/** The name by which the server knows us; undefined where it does not tell. */
export async function ownName(api: ApiClient): Promise<string | undefined> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const review = await api.request<V1SelfSubjectReview>('POST', path, { body }).catch(() => undefined);
  return review?.status?.userInfo?.username;
}

async function mayWe(api: ApiClient, resourceAttributes: Attributes): Promise<boolean> {
  const review = await api.request<V1SelfSubjectAccessReview>(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes },
      },
    },
  );
  return review.status?.allowed ?? false;
}

interface Permission {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
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
