import type { KubernetesObject } from '../../../../harness/api/resources.ts';

export const connector = { name: 'aci-connector-linux', namespace: 'kube-system' } as const;

const labels = { app: connector.name };

/** An image, and what it runs, with SIGTERM ending it at once. */
export interface Placeholder {
  readonly image: string;
  readonly command: readonly string[];
}

/** What the AKS add-on `virtual-node` puts into a cluster. */
export function connectorManifests(version: string, placeholder?: Placeholder) {
  const metadata = { ...connector, labels };
  const serviceAccount: KubernetesObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: connector.name,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  { matchExpressions: [{ key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] }] },
                ],
              },
            },
          },
          tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
          containers: [
            {
              name: connector.name,
              image: `mcr.microsoft.com/oss/virtual-kubelet/virtual-kubelet:${version}`,
              args: ['--provider', 'azure', '--nodename', 'virtual-node-aci-linux', '--os', 'Linux'],
              ports: [{ name: 'kubelet', containerPort: 10250 }],
              ...placeholder,
            },
          ],
        },
      },
    },
  } satisfies KubernetesObject & Record<string, unknown>;
  return { serviceAccount, deployment };
}
