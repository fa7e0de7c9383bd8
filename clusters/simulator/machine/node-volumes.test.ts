import { expect } from 'chai';
import type { CSIDriver, PodSpec } from '../../../harness/kubernetes.ts';
import { manualClock } from '../../../harness/testing/manual-clock.ts';
import type { NodeCapability } from '../csi/messages.ts';
import { fakeDriver } from '../testing/fake-driver.ts';
import { storage } from '../testing/pod-storage.ts';
import { nodeDrivers } from './csi-drivers.ts';
import type { CsiVolume } from './csi-volume.ts';
import { attachmentName, nodeVolumes } from './node-volumes.ts';
import type { AssignedPod } from './running-pod.ts';

type PodSecurity = NonNullable<PodSpec['securityContext']>;

const disk: CsiVolume = {
  name: 'pvc-1',
  driver: 'disk.example.com',
  handle: 'vol-1',
  isInline: false,
  fsType: 'ext4',
  attributes: { tier: 'fast' },
  accessModes: ['ReadWriteOnce'],
  mountOptions: ['noatime'],
  readOnly: false,
};
const key = 'kubernetes.io/csi/disk.example.com^vol-1';
const staging = /^\/var\/lib\/kubelet\/plugins\/kubernetes\.io\/csi\/disk\.example\.com\/[0-9a-f]{64}\/globalmount$/;

describe('nodeVolumes', () => {
  it('waits for the attachment before it stages and publishes with its metadata', async () => {
    const node = nodeWith({ attachRequired: true });
    const mounting = node.volumes.mount(disk, pod('a'), signal());
    await node.clock.advance(10_000);
    expect(node.inUse).to.deep.equal([`+${key}`]);
    expect(node.driver.calls).to.deep.equal([]);
    const status = { attached: true, attachmentMetadata: { devicePath: '/dev/xvdaa' } };
    node.objects.attachments.set(attachmentName(disk, 'node-1'), { spec: attachment, status });
    await node.clock.advance(10_000);
    expect(node.driver.calls).to.deep.equal([]);
    node.objects.volumesAttached.push(key);
    await node.clock.advance(10_000);
    const { readOnly } = await mounting;
    expect(readOnly).to.equal(false);
    const [[, staged] = [], [, published] = []] = node.driver.calls;
    const volumeCapability = {
      mount: { fsType: 'ext4', mountFlags: ['noatime'] },
      accessMode: { mode: 'SINGLE_NODE_WRITER' },
    };
    const both = { volumeId: 'vol-1', publishContext: { devicePath: '/dev/xvdaa' }, volumeCapability, secrets: {} };
    expect(staged).to.deep.include({ ...both, volumeContext: { tier: 'fast' } });
    expect(staged).to.have.property('stagingTargetPath').that.matches(staging);
    expect(published).to.deep.include({ ...both, readonly: false, volumeContext: { tier: 'fast' } });
    expect(published).to.include({ targetPath: '/var/lib/kubelet/pods/a/volumes/kubernetes.io~csi/pvc-1/mount' });
  });

  it('does not use an attachment that is being deleted', async () => {
    const node = nodeWith({ attachRequired: true });
    node.objects.volumesAttached.push(key);
    const metadata = { deletionTimestamp: '2026-05-01T00:00:00Z' };
    node.objects.attachments.set(attachmentName(disk, 'node-1'), {
      metadata,
      spec: attachment,
      status: { attached: true },
    });
    const stop = new AbortController();
    const mounting = node.volumes.mount(disk, pod('a'), stop.signal).catch((error: Error) => error.name);
    await node.clock.advance(10_000);
    expect(node.driver.calls).to.deep.equal([]);
    stop.abort();
    expect(await mounting).to.equal('AbortError');
    await node.volumes.unmount(disk, pod('a'));
    expect(node.inUse).to.deep.equal([`+${key}`, `-${key}`]);
  });

  it('stages once for two pods of the node, and unstages with the last', async () => {
    const node = nodeWith({ attachRequired: false });
    await Promise.all(['a', 'b'].map((uid) => node.volumes.mount(disk, pod(uid), signal())));
    expect(node.names()).to.deep.equal(['stage', 'publish', 'publish']);
    await node.volumes.unmount(disk, pod('a'));
    expect(node.names().slice(3)).to.deep.equal(['unpublish']);
    await node.volumes.unmount(disk, pod('b'));
    expect(node.names().slice(4)).to.deep.equal(['unpublish', 'unstage']);
    await node.volumes.mount(disk, pod('c'), signal());
    expect(node.names().slice(6)).to.deep.equal(['stage', 'publish']);
  });

  it('stages again for a pod that starts while the last one ends', async () => {
    const node = nodeWith({ attachRequired: false });
    await node.volumes.mount(disk, pod('a'), signal());
    const leaving = node.volumes.unmount(disk, pod('a'));
    await Promise.all([leaving, node.volumes.mount(disk, pod('b'), signal())]);
    expect(node.names()).to.deep.equal(['stage', 'publish', 'unpublish', 'unstage', 'stage', 'publish']);
  });

  const groups: readonly (readonly [string, CSIDriver['spec'], PodSecurity, NodeCapability[], string])[] = [
    ['the policy is File', { fsGroupPolicy: 'File' }, { fsGroup: 2000 }, [], '2775 2000'],
    ['the default policy applies to a volume with a type', {}, { fsGroup: 2000 }, [], '2775 2000'],
    ['the pod has no group', { fsGroupPolicy: 'File' }, {}, [], '755 0'],
    ['the policy is None', { fsGroupPolicy: 'None' }, { fsGroup: 2000 }, [], '755 0'],
    ['the driver changes the group', { fsGroupPolicy: 'File' }, { fsGroup: 2000 }, ['VOLUME_MOUNT_GROUP'], '755 0'],
  ];
  for (const [why, spec, securityContext, capabilities, expected] of groups) {
    it(`leaves the root ${expected} where ${why}`, async () => {
      const node = nodeWith({ attachRequired: false, ...spec }, ['STAGE_UNSTAGE_VOLUME', ...capabilities]);
      const { volume } = await node.volumes.mount(disk, pod('a', securityContext), signal());
      const { mode = 0, gid } = volume.ownership() ?? {};
      expect(`${mode.toString(8)} ${gid}`).to.equal(expected);
      const delegated = capabilities.length > 0 ? '2000' : undefined;
      const requests = node.driver.calls as readonly (readonly [string, { volumeCapability: { mount: object } }])[];
      for (const [, { volumeCapability }] of requests) {
        expect(volumeCapability.mount).to.deep.equal({
          fsType: 'ext4',
          mountFlags: ['noatime'],
          ...(delegated && { volumeMountGroup: delegated }),
        });
      }
    });
  }

  it('reads the policy at each mount', async () => {
    const node = nodeWith({ attachRequired: false, fsGroupPolicy: 'None' });
    const { volume } = await node.volumes.mount(disk, pod('a', { fsGroup: 2000 }), signal());
    expect(volume.ownership()).to.include({ gid: 0 });
    node.objects.drivers.set(disk.driver, { spec: { attachRequired: false, fsGroupPolicy: 'File', ...persistent } });
    await node.volumes.mount(disk, pod('b', { fsGroup: 2000 }), signal());
    expect(volume.ownership()).to.include({ gid: 2000 });
  });

  it('sends pod info to a driver with podInfoOnMount', async () => {
    const node = nodeWith({ attachRequired: false, podInfoOnMount: true });
    await node.volumes.mount(disk, pod('a'), signal());
    expect(node.driver.calls[1]?.[1]).to.have.property('volumeContext').that.deep.equals({
      tier: 'fast',
      'csi.storage.k8s.io/pod.name': 'web-a',
      'csi.storage.k8s.io/pod.namespace': 'shop',
      'csi.storage.k8s.io/pod.uid': 'a',
      'csi.storage.k8s.io/serviceAccount.name': 'default',
      'csi.storage.k8s.io/ephemeral': 'false',
    });
  });

  it('hands over the secrets that the volume names', async () => {
    const node = nodeWith({ attachRequired: false });
    const secret = { name: 'azure', namespace: 'shop' };
    await node.volumes.mount({ ...disk, stageSecret: secret, publishSecret: secret }, pod('a'), signal());
    const secrets = { azurestorageaccountname: 'acc', azurestorageaccountkey: 'key' };
    for (const [, request] of node.driver.calls) expect(request).to.deep.include({ secrets });
  });

  const inline = { ...disk, isInline: true, accessModes: [] };
  const none = { name: 'none', namespace: 'shop' };
  const refusals: readonly (readonly [CsiVolume, string])[] = [
    [
      { ...disk, driver: 'other' },
      'MountVolume.MountDevice failed for volume "pvc-1" : kubernetes.io/csi: attacher.MountDevice ' +
        'failed to create newCsiDriverClient: driver name other not found in the list of registered CSI ' +
        'drivers',
    ],
    [
      { ...inline, driver: 'other' },
      'MountVolume.SetUp failed for volume "pvc-1" : kubernetes.io/csi: mounter.SetUpAt failed to get ' +
        'CSI client: driver name other not found in the list of registered CSI drivers',
    ],
    [
      inline,
      'MountVolume.SetUp failed for volume "pvc-1" : kubernetes.io/csi: mounter.SetupAt failed to ' +
        'check volume lifecycle mode: volume mode "Ephemeral" not supported by driver disk.example.com ' +
        '(only supports ["Persistent"])',
    ],
    [
      { ...disk, stageSecret: none },
      'MountVolume.MountDevice failed for volume "pvc-1" : fetching NodeStageSecretRef shop/none ' +
        'failed: kubernetes.io/csi: failed to find the secret none in the namespace shop with error: ' +
        'secrets "none" not found',
    ],
    [
      { ...disk, publishSecret: none },
      'MountVolume.SetUp failed for volume "pvc-1" : fetching NodePublishSecretRef shop/none failed: ' +
        'kubernetes.io/csi: failed to find the secret none in the namespace shop with error: secrets ' +
        '"none" not found',
    ],
  ];
  for (const [volume, message] of refusals) {
    it(`fails with: ${message.slice(0, 120)}…`, async () => {
      const node = nodeWith({ attachRequired: false });
      node.objects.drivers.set('other', { spec: { attachRequired: false } });
      const error = await node.volumes.mount(volume, pod('a'), signal()).catch((error: Error) => error);
      expect((error as Error).message).to.equal(message);
    });
  }

  it("passes on the driver's words, and tries again what has failed", async () => {
    const node = nodeWith({ attachRequired: false });
    const why = 'rpc error: code = Internal desc = no device';
    node.driver.refuse('stage', why);
    const error = await node.volumes.mount(disk, pod('a'), signal()).catch((error: Error) => error.message);
    expect(error).to.equal(`MountVolume.MountDevice failed for volume "pvc-1" : ${why}`);
    await node.volumes.mount(disk, pod('a'), signal());
    node.driver.refuse('unpublish', why);
    expect(await node.volumes.unmount(disk, pod('a')).catch((error: Error) => error.message)).to.equal(why);
    await node.volumes.unmount(disk, pod('a'));
    expect(node.names().slice(-3)).to.deep.equal(['unpublish', 'unpublish', 'unstage']);
    expect(node.mounts.paths()).to.deep.equal([]);
  });
});

const attachment = { attacher: 'disk.example.com', nodeName: 'node-1', source: {} };
const persistent = { volumeLifecycleModes: ['Persistent'] };

/** A node with a driver of disks, with this CSIDriver object. */
function nodeWith(
  spec: NonNullable<CSIDriver['spec']>,
  capabilities: readonly NodeCapability[] = ['STAGE_UNSTAGE_VOLUME'],
) {
  const clock = manualClock();
  const { cloud, lookups, objects } = storage(clock);
  objects.drivers.set(disk.driver, { spec: { ...persistent, ...spec } });
  const mounts = cloud.mounts('node-1');
  const driver = fakeDriver({ mounts, capabilities });
  const drivers = nodeDrivers(
    'node-1',
    () => new Map([[disk.driver, { nodeSocket: async () => '/socket' }]]),
    () => driver,
  );
  const inUse: string[] = [];
  const inUseRecorder = {
    add: async (volume: string) => void inUse.push(`+${volume}`),
    remove: async (volume: string) => void inUse.push(`-${volume}`),
    report: async () => undefined,
  };
  const volumes = nodeVolumes({ node: 'node-1', clock, fetch: lookups.fetch, drivers, inUse: inUseRecorder, mounts });
  return { clock, objects, mounts, driver, volumes, inUse, names: () => driver.calls.map(([call]) => call) };
}

function pod(uid: string, securityContext?: PodSecurity): AssignedPod {
  const metadata = { name: `web-${uid}`, namespace: 'shop', uid };
  return {
    metadata,
    spec: { serviceAccountName: 'default', containers: [], ...(securityContext && { securityContext }) },
  };
}

function signal(): AbortSignal {
  return new AbortController().signal;
}
