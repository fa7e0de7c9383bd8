const place = {
  nodeSelector: { 'kubernetes.io/role': 'agent', type: 'virtual-kubelet' },
  tolerations: [{ key: 'virtual-kubelet.io/provider', operator: 'Exists' }],
};
const containers = [{ name: 'web', image: 'busybox', command: ['sh', '-c', 'echo hello; sleep infinity'] }];

/** A Deployment in the default namespace that belongs on the virtual node; its Pods say hello. */
export function deployment(app: string, replicas: number, spec: object) {
  const template = { metadata: { labels: { app } }, spec: { ...place, containers, ...spec } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: app, namespace: 'default' },
    spec: { replicas, selector: { matchLabels: { app } }, template },
  };
}
