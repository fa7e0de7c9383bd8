import { expect } from 'chai';
import type { ConfigMap, PodSpec, Volume } from '../../../harness/kubernetes.ts';
import { manualClock } from '../../../harness/testing/manual-clock.ts';
import { storage } from '../testing/pod-storage.ts';
import { testRuntime } from '../testing/test-runtime.ts';
import type { Lookups } from './lookups.ts';
import { mountAll, mountsOf, type PodVolumes, unmountAll } from './pod-volumes.ts';
import { runningPod } from './running-pod.ts';

const handle = 'csi-[0-9a-f]{64}';

describe('mountAll', () => {
  const mounted: readonly (readonly [Volume, Record<string, string>])[] = [
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
    [{ name: 'v', ephemeral: {} }, { seed: 'f1234/pvc-1' }],
  ];
  for (const [volume, files] of mounted) {
    it(`mounts ${JSON.stringify(volume)}`, async () => {
      const { found, events } = await mountedAs(volume);
      expect(events).to.deep.equal([]);
      expect(Object.fromEntries((found?.list() ?? []).map((path) => [path, found?.read(path)]))).to.deep.equal(files);
    });
  }

  const refused: readonly (readonly [Volume, RegExp])[] = [
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
        `^MountVolume.SetUp failed for volume "v" : rpc error: code = InvalidArgument desc = failed to ` +
          `get file share name from ${handle}$`,
      ),
    ],
    [
      { name: 'v', csi: { driver: 'file.csi.azure.com', volumeAttributes: { secretName: 'none', shareName: 's' } } },
      new RegExp(
        `desc = GetAccountInfo\\(${handle}\\) failed with error: could not get secret\\(none\\): ` +
          `secrets "none" not found$`,
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
    it(`refuses ${JSON.stringify(volume)}`, async () => {
      const { found, events } = await mountedAs(volume);
      expect(found).to.equal(undefined);
      expect(events).to.have.length(1);
      expect(events[0]).to.match(message);
    });
  }

  it('shows what an object holds now, not what it held when it was mounted', async () => {
    const { lookups } = storage();
    const configMaps = new Map<string, ConfigMap>(lookups.configMaps);
    const { found } = await mountedAs({ name: 'v', configMap: { name: 'settings' } }, { ...lookups, configMaps });
    configMaps.set('shop/settings', { data: { other: 'new' } });
    expect(found?.read('other')).to.equal('new');
    configMaps.clear();
    expect(found?.list()).to.deep.equal([]);
    expect(() => found?.write('other', 'x')).to.throw('Read-only file system');
  });

  it('gives an emptyDir to the group of the pod', async () => {
    const { found } = await mountedAs({ name: 'v', emptyDir: {} }, undefined, { fsGroup: 2000 });
    expect(found?.ownership()).to.deep.equal({ uid: 0, gid: 2000, mode: 0o2777 });
  });

  it('takes back what it has mounted', async () => {
    const { volumes, cloud } = await mountedAs({ name: 'v', persistentVolumeClaim: { claimName: 'static' } });
    const [staging, target] = cloud.mounts('node-1').paths();
    expect(staging).to.match(
      /^\/var\/lib\/kubelet\/plugins\/kubernetes\.io\/csi\/file\.csi\.azure\.com\/[0-9a-f]{64}\/globalmount$/,
    );
    expect(target).to.equal('/var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/static-pv/mount');
    await unmountAll(volumes);
    expect(cloud.mounts('node-1').paths()).to.deep.equal([]);
  });
});

/** Mounts one volume of a pod in one try; what its container sees, and the events. */
async function mountedAs(volume: Volume, lookups?: Lookups, securityContext?: PodSpec['securityContext']) {
  const stored = storage();
  const clock = manualClock();
  const events: string[] = [];
  const record = (_: object, { message }: { message: string }) => void events.push(message);
  const runtime = testRuntime(clock, { stored, ...(lookups && { lookups }), events: { record } });
  const container = { name: 'web', volumeMounts: [{ name: 'v', mountPath: '/v' }] };
  const metadata = { name: 'web', namespace: 'shop', uid: 'u', labels: { app: 'web' } };
  const spec = { volumes: [volume], containers: [container], ...(securityContext && { securityContext }) };
  const volumes: PodVolumes = {
    running: runningPod({ metadata, spec }, { hostIP: '10.224.0.4', now: clock.now() }),
    runtime,
  };
  const stop = new AbortController();
  const mounting = mountAll(volumes, stop.signal).then(
    () => true,
    () => false,
  );
  await clock.advance(100);
  stop.abort();
  const isMounted = await mounting;
  return {
    found: isMounted ? mountsOf(container, volumes)[0]?.volume : undefined,
    events,
    volumes,
    cloud: stored.cloud,
  };
}
