import type { KubernetesObject } from '../../../harness/api/resources.ts';

export const driver = 'disk.example.com';

/** A disk `vol-1` and the claim `data` that is bound to it. */
export function volumeAndClaim(): [KubernetesObject, KubernetesObject] {
  const accessModes = ['ReadWriteOnce'];
  const storageClassName = 'by-hand';
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'data' },
    spec: { accessModes, storageClassName, capacity: { storage: '1Gi' }, csi: { driver, volumeHandle: 'vol-1' } },
  };
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'default' },
    spec: { accessModes, storageClassName, volumeName: 'data', resources: { requests: { storage: '1Gi' } } },
  };
  return [volume, claim];
}

/** A pod of that node, without rights of root's, that writes to the disk. */
export function writer(node: string): KubernetesObject {
  const script = 'mkdir -p /data/log && echo written >> /data/log/f && cat /data/log/f; sleep infinity';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'writer', namespace: 'default' },
    spec: {
      nodeSelector: { 'kubernetes.io/hostname': node },
      terminationGracePeriodSeconds: 1,
      securityContext: { runAsUser: 1000, fsGroup: 2000 },
      containers: [
        {
          name: 'write',
          image: 'busybox',
          command: ['sh', '-c', script],
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
        },
      ],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
    },
  } as KubernetesObject;
}
