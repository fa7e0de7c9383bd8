import { expect } from 'chai';
import { resources } from '../../api/resources.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { actingOn } from '../testing/acting-on.ts';
import { settledAfter } from '../testing/scene.ts';
import { failure } from '../testing/stored-api.ts';
import { manifestActs } from './stage.ts';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { nodeName: a }';
const driver = (policy: string) =>
  `apiVersion: storage.k8s.io/v1\nkind: CSIDriver\nmetadata: { name: d }\nspec: { fsGroupPolicy: ${policy} }`;
const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: kube-system }';
const storageClass = 'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: fast }\nprovisioner: p';
const manifests = {
  'pod.yaml': pod,
  'file.yaml': driver('File'),
  'none.yaml': driver('None'),
  'secret.yaml': secret,
  'class.yaml': storageClass,
};
const csiDriver = { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name: 'd', labels: { a: 'b' } } };

describe('apply', () => {
  it('resolves when the view shows what was applied, and not before', async () => {
    await using stage = await actingOn(manualClock(), { manifests, seeing: false });
    const applying = manifestActs(stage.acting).apply('pod.yaml');
    while (stage.api.writes.length === 0) await new Promise(setImmediate);
    expect(await settledAfter(stage.clock.advance(5_000), applying)).to.equal(false);
    const applied = stage.api.stored(resources.Pod, { namespace: stage.view.namespace, name: 'web' });
    const older = { ...applied, metadata: { ...applied?.metadata, resourceVersion: '0' } };
    stage.index.see('Pod', { type: 'MODIFIED', object: older });
    expect(await settledAfter(stage.clock.advance(100), applying)).to.equal(false);
    stage.index.see('Pod', { type: 'MODIFIED', object: applied ?? {} });
    await applying;
  });

  it('rejects with what was not seen in time', async () => {
    await using stage = await actingOn(manualClock(), { manifests, seeing: false });
    const applying = manifestActs(stage.acting)
      .apply('pod.yaml')
      .catch((error: Error) => error.message);
    while (stage.api.writes.length === 0) await new Promise(setImmediate);
    await stage.clock.advance(10_000);
    expect(await applying).to.include('Pod web is seen as it was applied (saw nothing of that name)');
  });

  it('does not wait for kinds that are not watched', async () => {
    await using stage = await actingOn(manualClock(), { manifests, seeing: false, exclusive: true });
    await manifestActs(stage.acting).apply('secret.yaml');
    expect(stage.api.stored(resources.Secret, { namespace: 'kube-system', name: 's' })).not.to.equal(undefined);
  });

  it('restores what was there before the first of several changes', async () => {
    await using stage = await actingOn(manualClock(), { manifests, exclusive: true });
    stage.api.put({ ...csiDriver, spec: { fsGroupPolicy: 'ReadWriteOnceWithFSType' } });
    const { apply } = manifestActs(stage.acting);
    await apply('file.yaml');
    await apply('none.yaml');
    const now = () => stage.api.stored(resources.CSIDriver, { name: 'd' });
    expect(now()).to.have.nested.property('spec.fsGroupPolicy', 'None');
    await stage.undo.undo('restore');
    expect(now()).to.have.nested.property('spec.fsGroupPolicy', 'ReadWriteOnceWithFSType');
    expect(now()?.metadata?.labels).to.deep.equal({ a: 'b' });
    expect(stage.api.writes.filter((write) => write.startsWith('PUT'))).to.have.length(1);
  });

  it('uses replaced images', async () => {
    const images = new Map([['busybox', 'mirror.example/busybox']]);
    const web =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: busybox }] }';
    await using stage = await actingOn(manualClock(), { manifests: { 'web.yaml': web }, images });
    await manifestActs(stage.acting).apply('web.yaml');
    const pod = stage.api.stored(resources.Pod, { namespace: stage.view.namespace, name: 'web' });
    expect(pod).to.have.nested.property('spec.containers[0].image', 'mirror.example/busybox');
  });

  it('creates again what was there and has been removed', async () => {
    await using stage = await actingOn(manualClock(), { manifests, exclusive: true });
    stage.api.put({ ...csiDriver, spec: { fsGroupPolicy: 'None' } });
    const { apply, remove } = manifestActs(stage.acting);
    await apply('file.yaml');
    await remove('CSIDriver', 'd');
    await stage.undo.undo('restore');
    const now = stage.api.stored(resources.CSIDriver, { name: 'd' });
    expect(now).to.have.nested.property('spec.fsGroupPolicy', 'None');
  });

  it('deletes what was not there', async () => {
    await using stage = await actingOn(manualClock(), { manifests, exclusive: true });
    await manifestActs(stage.acting).apply('file.yaml');
    await stage.undo.undo('restore', 'delete');
    expect(stage.api.stored(resources.CSIDriver, { name: 'd' })).to.equal(undefined);
  });
});

describe('remove', () => {
  it('finds what was applied in another namespace, and under another name', async () => {
    await using stage = await actingOn(manualClock(), { manifests, exclusive: true });
    const { apply, remove } = manifestActs(stage.acting);
    for (const manifest of ['secret.yaml', 'class.yaml', 'pod.yaml']) await apply(manifest);
    await remove('Secret', 's');
    await remove('StorageClass', 'fast');
    await remove('Pod', 'web');
    await remove('Pod', 'gone-already');
    const { namespace } = stage.view;
    expect(stage.api.writes.filter((write) => write.startsWith('DELETE'))).to.deep.equal([
      'DELETE /api/v1/namespaces/kube-system/secrets/s',
      'DELETE /apis/storage.k8s.io/v1/storageclasses/fast-x1',
      `DELETE /api/v1/namespaces/${namespace}/pods/web`,
      `DELETE /api/v1/namespaces/${namespace}/pods/gone-already`,
    ]);
  });

  it('does not touch what others use', async () => {
    await using stage = await actingOn(manualClock(), { manifests, exclusive: true });
    const error = await manifestActs(stage.acting)
      .remove('Node', 'a')
      .catch((error: Error) => error.message);
    expect(error).to.include('cannot remove Node/a: it applied no such object');
    expect(stage.api.writes).to.deep.equal([]);
  });
});

describe('attempt', () => {
  it('keeps the message of the server, with the names of the manifest, until it is attempted again', async () => {
    await using stage = await actingOn(manualClock(), { manifests });
    const { attempt, refusal } = manifestActs(stage.acting);
    let woken = 0;
    using _ = stage.view.onChange(() => woken++);
    stage.api.refuse = () => failure(422, 'StorageClass "fast-x1" is invalid: parameters: Forbidden');
    await attempt('class.yaml');
    expect(refusal('class.yaml')).to.deep.equal({
      status: 422,
      message: 'StorageClass "fast" is invalid: parameters: Forbidden',
    });
    expect(refusal('pod.yaml')).to.equal(undefined);
    expect(woken).to.equal(1);
    stage.api.refuse = () => undefined;
    await attempt('class.yaml');
    expect(refusal('class.yaml')).to.equal(undefined);
    await stage.undo.undo('delete');
    expect(stage.api.stored(resources.StorageClass, { name: 'fast-x1' })).to.equal(undefined);
  });

  for (const [code, what] of [
    [401, 'a client that is not known'],
    [500, 'a fault of the server'],
  ] as const)
    it(`takes ${what} for no refusal`, async () => {
      await using stage = await actingOn(manualClock(), { manifests });
      stage.api.refuse = () => failure(code, 'no');
      const { attempt, refusal } = manifestActs(stage.acting);
      expect(await attempt('pod.yaml').catch((error: Error) => error.message)).to.equal('no');
      expect(refusal('pod.yaml')).to.equal(undefined);
    });
});
