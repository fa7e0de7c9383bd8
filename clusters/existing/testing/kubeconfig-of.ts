import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import type { Cluster } from '../../../harness/cluster.ts';
import type { ClusterEntry, UserEntry } from '../kubeconfig/kubeconfig.ts';

/** A kubeconfig for the same server, with something else for it, and for who we are there; its context is `other`. */
export function kubeconfigOf(
  { kubeconfig }: Pick<Cluster, 'kubeconfig'>,
  { cluster, user }: { cluster?: ClusterEntry; user?: UserEntry },
): string {
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8'));
  return stringify({
    contexts: [{ name: 'other', context: { cluster: 'other', user: 'other' } }],
    clusters: [{ name: 'other', cluster: { ...clusters[0].cluster, ...cluster } }],
    users: [{ name: 'other', user: user ?? users[0].user }],
  });
}
