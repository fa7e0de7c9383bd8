import type { KubernetesObject } from '../../../harness/api/resources.ts';
import { type Resource, resources } from '../../../harness/api/resources.ts';

interface Manifest {
  readonly resource: Resource;
  readonly object: KubernetesObject;
}

const namespace = 'default';
const driver = 'file.csi.azure.com';
const inline = { driver, volumeAttributes: { secretName: 'azure-secret', shareName: 'aksshare' } };
const claimed = [{ name: 'pages', persistentVolumeClaim: { claimName: 'azurefile' } }];
const mounted = (mountPath: string) => [{ name: 'pages', mountPath }];
const size = { storage: '5Gi' };
const accessModes = ['ReadWriteMany'];
const storageClassName = 'azurefile-csi';

const manifest = (resource: Resource, name: string, fields: object): Manifest => ({
  resource,
  object: {
    apiVersion: resource.apiVersion,
    kind: resource.kind,
    metadata: { name, ...(resource.namespaced && { namespace }) },
    ...fields,
  },
});

/** Two web servers over a claim, a pod that writes their page over an inline volume, and one that only talks. */
export const sharedPage: readonly Manifest[] = [
  manifest(resources.Secret, 'azure-secret', {
    stringData: { azurestorageaccountname: 'account', azurestorageaccountkey: 'a2V5' },
  }),
  manifest(resources.PersistentVolume, 'azurefile', {
    spec: {
      capacity: size,
      accessModes,
      storageClassName,
      csi: {
        driver,
        volumeHandle: 'unique-volumeid',
        volumeAttributes: { shareName: 'aksshare' },
        nodeStageSecretRef: { name: 'azure-secret', namespace },
      },
    },
  }),
  manifest(resources.PersistentVolumeClaim, 'azurefile', {
    spec: { accessModes, storageClassName, volumeName: 'azurefile', resources: { requests: size } },
  }),
  manifest(resources.Deployment, 'web', {
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [{ name: 'nginx', image: 'nginx:1.20', volumeMounts: mounted('/usr/share/nginx/html') }],
          volumes: claimed,
        },
      },
    },
  }),
  manifest(resources.Service, 'web', {
    spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80 }] },
  }),
  manifest(resources.Pod, 'writer', {
    spec: {
      restartPolicy: 'Never',
      containers: [
        {
          name: 'write',
          image: 'busybox',
          command: ['sh', '-c', 'echo written by $HOSTNAME > /data/index.html'],
          volumeMounts: mounted('/data'),
        },
      ],
      volumes: [{ name: 'pages', csi: inline }],
    },
  }),
  manifest(resources.Pod, 'talker', {
    spec: {
      containers: [{ name: 'talk', image: 'busybox', command: ['sh', '-c', 'echo hello from $HOSTNAME; sleep 1d'] }],
    },
  }),
];

/** What must be deleted so that nothing of it runs any more. */
export const deletion = [
  { resource: resources.Deployment, name: 'web' },
  { resource: resources.Service, name: 'web' },
  { resource: resources.Pod, name: 'writer' },
  { resource: resources.Pod, name: 'talker' },
];
