import { spawn } from 'node:child_process';
import { once as firstEvent } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { resources } from '../../harness/api/resources.ts';
import type { PersistentVolume, PersistentVolumeClaim, VolumeAttachment } from '../../harness/kubernetes.ts';
import { findSidecars } from '../control-plane/binaries/binaries.ts';
import { settingsFrom } from '../control-plane/settings.ts';
import { sidecarsOnDemand } from '../control-plane/sidecars-on-demand.ts';
import { idOf, processesOf, untilGone } from '../control-plane/testing/left-behind.ts';
import { temporaryDirectory } from '../control-plane/testing/temporary-directory.ts';
import { once, type RealControlPlane, realControlPlane } from '../testing/real-control-plane.ts';
import { sidecarProcess, smallDriver, storageClass, volumeClaim, wordsOf } from './testing/sidecar-driver.ts';

const name = 'test.csi.example.com';
const namespace = 'default';

describe('the real sidecars of a driver', () => {
  const stack = new AsyncDisposableStack();
  const problems: string[] = [];
  let plane: RealControlPlane;
  let logs: string;
  let calls: readonly string[];
  before(async () => {
    const { cache, assets: directory, registry, variables } = settingsFrom();
    plane = stack.use(await realControlPlane(20, settingsFrom()));
    const { api, kubeconfig } = plane.cluster;
    const { path } = stack.use(await temporaryDirectory());
    logs = join(path, 'logs');
    const controllerSocket = join(path, 'csi.sock');
    const driver = stack.use(await smallDriver(name, controllerSocket));
    calls = driver.calls;
    stack.use(
      sidecarsOnDemand({
        api,
        kubeconfig,
        driver: { controllerSocket, definition: { name, sidecars: { provisioner: {}, attacher: {}, resizer: {} } } },
        find: (options) => findSidecars({ ...options, cache, directory, registry, environment: variables }),
        pace: 20,
        logs,
        problem: (message) => problems.push(message),
      }),
    );
    await api.create(resources.CSIDriver, { metadata: { name }, ...{ spec: {} } });
    const { metadata } = await api.create<{ metadata: { uid: string } }>(resources.Node, {
      metadata: { name: 'worker1' },
    });
    const owner = { apiVersion: 'v1', kind: 'Node', name: 'worker1', uid: metadata.uid };
    await api.create(resources.CSINode, {
      metadata: { name: 'worker1', ownerReferences: [owner] },
      ...{ spec: { drivers: [{ name, nodeID: 'i-1' }] } },
    });
    await api.create(resources.StorageClass, storageClass(name));
  });
  after(() => stack.disposeAsync());

  /** The one object of a kind that matches. */
  async function the<T extends object>(kind: keyof typeof resources, wanted: (object: T) => boolean): Promise<T> {
    const { api } = plane.cluster;
    const all = await once<T>(api, resources[kind], (objects) => objects.some(wanted));
    return all.find(wanted) as T;
  }

  it('do not run while no object needs them', async () => {
    expect(await readdir(logs).catch(() => 'no directory')).to.equal('no directory');
  });

  it('bind a claim to a volume with the annotations and finalizers of external-provisioner', async () => {
    await plane.cluster.api.create(resources.PersistentVolumeClaim, volumeClaim('data'), { namespace });
    const claim = await the<PersistentVolumeClaim>('PersistentVolumeClaim', ({ status }) => status?.phase === 'Bound');
    const volume = await the<PersistentVolume>('PersistentVolume', ({ status }) => status?.phase === 'Bound');
    expect(volume.metadata?.name).to.equal(`pvc-${claim.metadata?.uid}`);
    expect(volume.metadata?.annotations).to.deep.equal({
      'pv.kubernetes.io/provisioned-by': name,
      'volume.kubernetes.io/provisioner-deletion-secret-name': '',
      'volume.kubernetes.io/provisioner-deletion-secret-namespace': '',
    });
    expect(volume.metadata?.finalizers).to.deep.equal([
      'external-provisioner.volume.kubernetes.io/finalizer',
      'kubernetes.io/pv-protection',
    ]);
    expect(volume.spec?.csi?.volumeAttributes?.['storage.kubernetes.io/csiProvisionerIdentity']).to.match(
      /^\d{13}-\d{1,4}-test\.csi\.example\.com$/,
    );
    expect(await readdir(logs)).to.deep.equal([`csi-provisioner.${name}.log`]);
  });

  it('attach a volume', async () => {
    const volume = await the<PersistentVolume>('PersistentVolume', () => true);
    const source = { persistentVolumeName: volume.metadata?.name };
    const attachment = { metadata: { name: 'csi-1' }, spec: { attacher: name, nodeName: 'worker1', source } };
    await plane.cluster.api.create(resources.VolumeAttachment, attachment);
    const { metadata, status } = await the<VolumeAttachment>('VolumeAttachment', (va) => Boolean(va.status?.attached));
    expect(status?.attachmentMetadata).to.deep.equal({ devicePath: '/dev/xvdaa' });
    expect(metadata?.annotations).to.deep.equal({ 'csi.alpha.kubernetes.io/node-id': 'i-1' });
    expect(metadata?.finalizers).to.deep.equal(['external-attacher/test-csi-example-com']);
    const attached = await the<PersistentVolume>('PersistentVolume', () => true);
    expect(attached.metadata?.finalizers?.at(-1)).to.equal('external-attacher/test-csi-example-com');
  });

  it('let a volume grow', async () => {
    const body = { spec: { resources: { requests: { storage: '20Gi' } } } };
    const { api } = plane.cluster;
    await api.patch(resources.PersistentVolumeClaim, { name: 'data', namespace }, { type: 'merge', body });
    await the<PersistentVolumeClaim>('PersistentVolumeClaim', ({ status }) => status?.capacity?.storage === '20Gi');
    expect((await readdir(logs)).toSorted()).to.deep.equal(
      ['csi-attacher', 'csi-provisioner', 'csi-resizer'].map((sidecar) => `${sidecar}.${name}.log`),
    );
  });

  it('detach and delete it', async () => {
    const { api } = plane.cluster;
    await api.delete(resources.VolumeAttachment, { name: 'csi-1' });
    await once(api, resources.VolumeAttachment, (attachments) => attachments.length === 0);
    await api.delete(resources.PersistentVolumeClaim, { name: 'data', namespace });
    await once(api, resources.PersistentVolume, (volumes) => volumes.length === 0);
    // The provisioner may ask again for what it sees a second time.
    expect([...new Set(calls)]).to.deep.equal([
      'CreateVolume',
      'ControllerPublishVolume',
      'ControllerExpandVolume',
      'ControllerUnpublishVolume',
      'DeleteVolume',
    ]);
    const text = await Promise.all((await readdir(logs)).map((log) => readFile(join(logs, log), 'utf8')));
    expect(problems, text.join('\n')).to.deep.equal([]);
  });

  it('are restarted when they are killed, which is reported', async () => {
    const { api, kubeconfig } = plane.cluster;
    const killed = sidecarProcess('csi-provisioner', kubeconfig);
    expect(killed).to.be.a('number');
    process.kill(killed ?? 0, 'SIGKILL');
    await api.create(resources.PersistentVolumeClaim, volumeClaim('again'), { namespace });
    await the<PersistentVolumeClaim>('PersistentVolumeClaim', ({ status }) => status?.phase === 'Bound');
    expect(problems).to.have.lengthOf(1);
    expect(problems[0]).to.match(
      /^csi-provisioner of test\.csi\.example\.com was ended by SIGKILL(: .*)?; restarting immediately$/,
    );
  });
});

const owner = fileURLToPath(new URL('testing/sidecar-owner.ts', import.meta.url));

describe('a sidecar whose owner is killed', () => {
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    it(`ends with ${signal} to its owner, and its directory is removed`, async () => {
      const args = ['--disable-warning=ExperimentalWarning', owner, JSON.stringify(settingsFrom())];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      const [line] = (await firstEvent(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
      const kubeconfig = line.toString().trim();

      // /proc cannot be watched; mocha's timeout ends the wait.
      let directory = directoryOfSidecar(kubeconfig);
      for (; !directory; directory = directoryOfSidecar(kubeconfig)) await sleep(5);
      expect(processesOf(idOf(directory)), 'csi-provisioner').to.have.lengthOf(1);

      child.kill(signal);
      await Promise.all([untilGone(directory), untilGone(dirname(kubeconfig))]);
      expect(processesOf(idOf(directory))).to.deep.equal([]);
    });
  }
});

/** Where the csi-provisioner that uses this kubeconfig runs. */
function directoryOfSidecar(kubeconfig: string): string | undefined {
  const pid = sidecarProcess('csi-provisioner', kubeconfig);
  const mark = pid && wordsOf(pid, 'environ').find((variable) => variable.startsWith('PLIMSOLL_CLUSTER='));
  return mark ? `${dirname(dirname(kubeconfig))}/plimsoll-${mark.slice('PLIMSOLL_CLUSTER='.length)}` : undefined;
}
