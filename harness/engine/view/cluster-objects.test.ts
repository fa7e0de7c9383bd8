import { expect } from 'chai';
import type { KubernetesObject } from '../../api/objects.ts';
import type { KnownKind } from '../../api/resources.ts';
import { namesOf } from '../manifests/names.ts';
import { clusterObjects } from './cluster-objects.ts';
import { objectIndex } from './object-index.ts';
import { watchedKinds } from './watched-kinds.ts';

describe('clusterObjects', () => {
  it("has the cluster's objects by the names of one scenario's manifests, and of events only its own", () => {
    const [index, names] = [objectIndex(watchedKinds), namesOf('x1')];
    names.claim('StorageClass', 'gp2');
    const see = (kind: KnownKind, metadata: KubernetesObject['metadata'], rest = {}) =>
      index.see(kind, { type: 'ADDED', object: { kind, metadata, ...rest } as KubernetesObject });
    see('StorageClass', { name: 'gp2-x1' });
    see('Pod', { name: 'web', namespace: 'own' });
    see('Pod', { name: 'busy', namespace: 'other' });
    see('PersistentVolumeClaim', { name: 'data', namespace: 'own' }, { spec: { storageClassName: 'gp2-x1' } });
    see('Event', { name: 'one', namespace: 'own' });
    see('Event', { name: 'two', namespace: 'other' });

    const { objects } = clusterObjects({ namespace: 'own', names, index, now: new Date() });
    expect(objects.StorageClass.map(({ metadata }) => metadata?.name)).to.deep.equal(['gp2']);
    expect(objects.PersistentVolumeClaim[0]?.spec?.storageClassName).to.equal('gp2');
    expect(objects.Pod.map(({ metadata }) => metadata?.name)).to.deep.equal(['web', 'busy']);
    expect(objects.Event.map(({ metadata }) => metadata?.name)).to.deep.equal(['one']);
  });
});
