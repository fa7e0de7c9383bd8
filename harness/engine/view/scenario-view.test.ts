import { expect } from 'chai';
import { manualClock } from '../../testing/manual-clock.ts';
import { podIn, scene } from '../testing/scene.ts';

describe('scenarioView', () => {
  it("sees the scenario's namespace and what is cluster-scoped, and nothing else", () => {
    const { view, see, pod } = scene(manualClock());
    pod('web', 'Running');
    see('Pod', podIn('other', 'theirs', 'Running'));
    see('Node', { kind: 'Node', metadata: { name: 'vm-0' } });
    expect(view.list('Pod').map(({ metadata }) => metadata?.name)).to.deep.equal(['web']);
    expect(view.get('Pod', 'theirs')).to.equal(undefined);
    expect(view.get('Node', 'vm-0')).to.have.nested.property('metadata.name', 'vm-0');
  });

  it('forgets what is gone', () => {
    const { view, gone, pod, namespace } = scene(manualClock());
    pod('web', 'Running');
    gone('Pod', podIn(namespace, 'web', 'Running'));
    expect(view.get('Pod', 'web')).to.equal(undefined);
    expect(view.list('Pod')).to.deep.equal([]);
  });

  it('lists by labels, all of which must fit', () => {
    const { view, see, namespace } = scene(manualClock());
    const labelled = (name: string, labels: Record<string, string>) =>
      see('Pod', { kind: 'Pod', metadata: { name, namespace, labels } });
    labelled('a', { app: 'web', tier: 'front' });
    labelled('b', { app: 'web' });
    expect(view.list('Pod', { app: 'web' })).to.have.length(2);
    expect(view.list('Pod', { app: 'web', tier: 'front' }).map(({ metadata }) => metadata?.name)).to.deep.equal(['a']);
  });

  it("calls the scenario's own volumes as the manifest does", () => {
    const { view, see, names, namespace } = scene(manualClock());
    names.claim('PersistentVolume', 'share');
    see('PersistentVolume', { kind: 'PersistentVolume', metadata: { name: 'share-x1' } });
    const claim = {
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace },
      spec: { volumeName: 'share-x1' },
    };
    see('PersistentVolumeClaim', claim);
    expect(view.get('PersistentVolume', 'share')).to.have.nested.property('metadata.name', 'share');
    expect(view.get('PersistentVolumeClaim', 'data')).to.have.nested.property('spec.volumeName', 'share');
    expect(view.history('PersistentVolume/share')).to.have.length(1);
  });

  it('gives the same object twice, so that it can be compared', () => {
    const { view, see, names } = scene(manualClock());
    names.claim('PersistentVolume', 'share');
    see('PersistentVolume', { kind: 'PersistentVolume', metadata: { name: 'share-x1' } });
    expect(view.get('PersistentVolume', 'share')).to.equal(view.get('PersistentVolume', 'share'));
  });

  it('refuses to look at a kind that nobody watches', () => {
    const { view } = scene(manualClock());
    expect(() => view.get('Secret', 'a')).to.throw('no view holds Secret: expected one of ConfigMap');
  });

  it('tells of changes in its namespace and in the cluster until it is disposed', () => {
    const { view, see, pod } = scene(manualClock());
    let told = 0;
    const listening = view.onChange(() => told++);
    pod('web', 'Running');
    see('Node', { kind: 'Node', metadata: { name: 'vm-0' } });
    see('Pod', podIn('other', 'theirs', 'Running'));
    expect(told).to.equal(2);
    listening[Symbol.dispose]();
    pod('web', 'Failed');
    expect(told).to.equal(2);
  });
});
