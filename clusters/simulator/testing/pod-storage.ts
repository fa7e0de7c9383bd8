import { clockAt } from '../../../harness/clock.ts';
import type {
  CSIDriver,
  PersistentVolume,
  PersistentVolumeClaim,
  Secret,
  VolumeAttachment,
} from '../../../harness/kubernetes.ts';
import { machineSpec, threeZones } from '../../topology/testing/three-zones.ts';
import type { SimulatedCloud } from '../cloud/cloud.ts';
import { simulatedCloud } from '../cloud/cloud.ts';
import type { Lookups } from '../machine/lookups.ts';

/** Some of everything that a pod on `node-1` can mount, in the namespace `shop`. */
export function storage(clock = clockAt(1)): Stored {
  const cloud = simulatedCloud({ clock, topology: threeZones({ machines: [machineSpec('node-1')] }) });
  cloud.shares.share('acc', 'aks').write('seed', 'acc/aks');
  cloud.shares.share('f1234', 'pvc-1').write('seed', 'f1234/pvc-1');
  const bound = (volumeName: string) => ({ spec: { volumeName }, status: { phase: 'Bound' } });
  const azure = { driver: 'file.csi.azure.com', volumeHandle: 'id' };
  const objects: Objects = {
    secrets: new Map<string, Secret>([
      ['shop/azure', { data: { azurestorageaccountname: base64('acc'), azurestorageaccountkey: base64('key') } }],
    ]),
    claims: new Map<string, PersistentVolumeClaim>([
      ['shop/static', bound('static-pv')],
      ['shop/provisioned', bound('pvc-1')],
      ['shop/web-v', bound('pvc-1')],
      ['shop/disk', bound('disk-pv')],
      ['shop/secretless', bound('secretless-pv')],
      ['shop/raw', bound('raw-pv')],
      ['shop/unbound', { spec: {}, status: { phase: 'Pending' } }],
    ]),
    volumes: new Map<string, PersistentVolume>([
      [
        'static-pv',
        {
          spec: {
            csi: {
              ...azure,
              volumeAttributes: { shareName: 'aks' },
              nodeStageSecretRef: { name: 'azure', namespace: 'shop' },
            },
          },
        },
      ],
      ['pvc-1', { spec: { csi: { ...azure, volumeHandle: 'rg#f1234#pvc-1###default' } } }],
      ['disk-pv', { spec: { csi: { driver: 'disk.csi.azure.com', volumeHandle: 'id' } } }],
      ['raw-pv', { spec: { volumeMode: 'Block', csi: azure } }],
      ['secretless-pv', { spec: { csi: { ...azure, nodeStageSecretRef: { name: 'none', namespace: 'shop' } } } }],
    ]),
    drivers: new Map<string, CSIDriver>([
      [
        'file.csi.azure.com',
        {
          spec: { attachRequired: false, podInfoOnMount: true, volumeLifecycleModes: ['Persistent', 'Ephemeral'] },
        },
      ],
      ['disk.csi.azure.com', { spec: { attachRequired: false, volumeLifecycleModes: ['Persistent'] } }],
    ]),
    attachments: new Map<string, VolumeAttachment>(),
    volumesAttached: [],
  };
  const lookups: Lookups = {
    configMaps: new Map([['shop/settings', { data: { 'app.conf': 'x=1' }, binaryData: { other: base64('y') } }]]),
    secrets: objects.secrets,
    fetch: {
      claim: async (namespace, name) => objects.claims.get(`${namespace}/${name}`),
      volume: async (name) => objects.volumes.get(name),
      secret: async (namespace, name) => objects.secrets.get(`${namespace}/${name}`),
      driver: async (name) => objects.drivers.get(name),
      attachment: async (name) => objects.attachments.get(name),
      node: async () => ({
        status: { volumesAttached: objects.volumesAttached.map((name) => ({ name, devicePath: '' })) },
      }),
    },
  };
  return { cloud, lookups, objects };
}

export interface Stored {
  readonly cloud: SimulatedCloud;
  readonly lookups: Lookups;
  readonly objects: Objects;
}

/** The API server's objects. */
export interface Objects {
  readonly secrets: Map<string, Secret>;
  readonly claims: Map<string, PersistentVolumeClaim>;
  readonly volumes: Map<string, PersistentVolume>;
  readonly drivers: Map<string, CSIDriver>;
  readonly attachments: Map<string, VolumeAttachment>;
  readonly volumesAttached: string[];
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
