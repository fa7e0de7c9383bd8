import { expect } from 'chai';
import type { ConfigMap } from './lookups.ts';
import type { PodVolume } from './pod.ts';
import { runningPod } from './running-pod.ts';
import { storage } from './testing/storage.ts';
import { mountVolumes } from './volumes.ts';

const handle = 'csi-[0-9a-f]{64}';

describe('mountVolumes', () => {
  const mounted: readonly (readonly [PodVolume, Record<string, string>])[] = [
    [{ name: 'v', emptyDir: {} }, {}],
    [
      { name: 'v', configMap: { name: 'settings' } },
      { 'app.conf': 'x=1', other: 'y' },
    ],
    [{ name: 'v', configMap: { name: 'settings', items: [{ key: 'other', path: 'sub/o' }] } }, { 'sub/o': 'y' }],
    [{ name: 'v', configMap: { name: 'none', optional: true } }, {}],
    [
      { name: 'v', secret: { secretName: 'azure' } },
      { azurestorageaccountname: 'acc', azurestorageaccountkey: 'key' },
    ],
    [
      { name: 'v', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
      { labels: 'app="web"' },
    ],
    [
      {
        name: 'v',
        projected: { sources: [{ serviceAccountToken: { path: 'token' } }, { configMap: { name: 'settings' } }] },
      },
      { token: '', 'app.conf': 'x=1', other: 'y' },
    ],
    [
      { name: 'v', csi: { driver: 'file.csi.azure.com', volumeAttributes: { secretname: 'azure', shareName: 'aks' } } },
      { seed: 'acc/aks' },
    ],
    [{ name: 'v', persistentVolumeClaim: { claimName: 'static' } }, { seed: 'acc/aks' }],
    [{ name: 'v', persistentVolumeClaim: { claimName: 'provisioned' } }, { seed: 'f1234/pvc-1' }],
  ];
  for (const [volume, files] of mounted) {
    it(`mounts ${JSON.stringify(volume)}`, () => {
      const found = mountVolumes(pod([volume]), storage()).get('v');
      expect(Object.fromEntries((found?.list() ?? []).map((path) => [path, found?.read(path)]))).to.deep.equal(files);
    });
  }

  const refused: readonly (readonly [PodVolume, RegExp])[] = [
    [
      { name: 'v', configMap: { name: 'none' } },
      /^MountVolume.SetUp failed for volume "v" : configmap "none" not found$/,
    ],
    [
      { name: 'v', secret: { secretName: 'none' } },
      /^MountVolume.SetUp failed for volume "v" : secret "none" not found$/,
    ],
    [
      { name: 'v', configMap: { name: 'settings', items: [{ key: 'no', path: 'p' }] } },
      /^MountVolume.SetUp failed for volume "v" : configmap references non-existent config key: no$/,
    ],
    [
      { name: 'v', csi: { driver: 'disk.csi.azure.com' } },
      /^MountVolume.SetUp failed for volume "v" : kubernetes.io\/csi: mounter.SetUpAt failed to get CSI client: driver name disk.csi.azure.com not found in the list of registered CSI drivers$/,
    ],
    [
      { name: 'v', csi: { driver: 'file.csi.azure.com', volumeAttributes: { secretName: 'azure' } } },
      new RegExp(
        `^MountVolume.SetUp failed for volume "v" : rpc error: code = InvalidArgument desc = failed to get file share name from ${handle}$`,
      ),
    ],
    [
      { name: 'v', csi: { driver: 'file.csi.azure.com', volumeAttributes: { secretName: 'none', shareName: 's' } } },
      new RegExp(
        `desc = GetAccountInfo\\(${handle}\\) failed with error: could not get secret\\(none\\): secrets "none" not found$`,
      ),
    ],
    [
      { name: 'v', persistentVolumeClaim: { claimName: 'unbound' } },
      /^Unable to attach or mount volumes: unmounted volumes=\[v\], unattached volumes=\[\], failed to process volumes=\[v\]: error processing PVC shop\/unbound: PVC is not bound$/,
    ],
    [{ name: 'v', persistentVolumeClaim: { claimName: 'none' } }, /persistentvolumeclaims "none" not found$/],
    [
      { name: 'v', persistentVolumeClaim: { claimName: 'disk' } },
      /^MountVolume.MountDevice failed for volume "disk-pv" : kubernetes.io\/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name disk.csi.azure.com not found/,
    ],
    [
      { name: 'v', persistentVolumeClaim: { claimName: 'secretless' } },
      /^MountVolume.MountDevice failed for volume "secretless-pv" : fetching NodeStageSecretRef shop\/none failed: kubernetes.io\/csi: failed to find the secret none in the namespace shop with error: secrets "none" not found$/,
    ],
  ];
  for (const [volume, message] of refused) {
    it(`refuses ${JSON.stringify(volume)}`, () => {
      expect(() => mountVolumes(pod([volume]), storage())).to.throw(message);
    });
  }

  it('shows what an object holds now, not what it held when it was mounted', () => {
    const { lookups, cloud } = storage();
    const configMaps = new Map<string, ConfigMap>(lookups.configMaps);
    const volume = mountVolumes(pod([{ name: 'v', configMap: { name: 'settings' } }]), {
      cloud,
      lookups: { ...lookups, configMaps },
    }).get('v');
    configMaps.set('shop/settings', { data: { other: 'new' } });
    expect(volume?.read('other')).to.equal('new');
    configMaps.clear();
    expect(volume?.list()).to.deep.equal([]);
    expect(() => volume?.write('other', 'x')).to.throw('Read-only file system');
  });
});

function pod(volumes: PodVolume[]) {
  const metadata = { name: 'web', namespace: 'shop', uid: 'u', labels: { app: 'web' } };
  return runningPod(
    { metadata, spec: { volumes, containers: [{ name: 'web' }] } },
    { hostIP: '10.224.0.4', now: new Date() },
  );
}
