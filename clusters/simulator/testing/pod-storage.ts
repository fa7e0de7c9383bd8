import { clockAt } from '../../../harness/clock.ts';
import { machineSpec, threeZones } from '../../topology/testing/three-zones.ts';
import { simulatedCloud } from '../cloud/cloud.ts';
import type { Claim, CsiDriver, Lookups, PersistentVolume, Secret, VolumeAttachment } from '../machine/lookups.ts';
import type { Storage } from '../machine/pod-volumes.ts';

/** Some of everything that a pod on `node-1` can mount, in the namespace `shop`. */
export function storage(clock = clockAt(1)): Storage & { readonly objects: Objects } {
  const cloud = simulatedCloud({ clock, topology: threeZones({ machines: [machineSpec('node-1')] }) });
  cloud.shares.share('acc', 'aks').write('seed', 'acc/aks');
  cloud.shares.share('f1234', 'pvc-1').write('seed', 'f1234/pvc-1');
  const bound = (volumeName: string) => ({ spec: { volumeName }, status: { phase: 'Bound' } });
  const azure = { driver: 'file.csi.azure.com', volumeHandle: 'id' };
  const objects: Objects = {
    secrets: new Map<string, Secret>([
      ['shop/azure', { data: { azurestorageaccountname: base64('acc'), azurestorageaccountkey: base64('key') } }],
    ]),
    claims: new Map<string, Claim>([
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
    drivers: new Map<string, CsiDriver>([
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
      node: async () => ({ status: { volumesAttached: objects.volumesAttached.map((name) => ({ name })) } }),
    },
  };
  return { cloud, lookups, objects };
}

/** What the API server has. */
export interface Objects {
  readonly secrets: Map<string, Secret>;
  readonly claims: Map<string, Claim>;
  readonly volumes: Map<string, PersistentVolume>;
  readonly drivers: Map<string, CsiDriver>;
  readonly attachments: Map<string, VolumeAttachment>;
  readonly volumesAttached: string[];
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
