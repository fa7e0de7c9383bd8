import { expect } from 'chai';
import type { KnownKind, KubernetesObject } from '../../api/resources.ts';
import { claim, node, objectsOf, pod, using } from '../../explain/testing/cluster-of.ts';
import { namesOf } from '../manifests/isolate.ts';
import { objectIndex, watchedKinds } from '../view/shared-view.ts';
import { clusterObjects, placementIn, withoutSecretData } from './evidence.ts';

describe('withoutSecretData', () => {
  it('keeps the keys without their values, also without the copy that kubectl keeps', () => {
    const secret = {
      metadata: {
        name: 'account',
        namespace: 'n',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"key":"aHVudGVyMg=="}}' },
        managedFields: [{ manager: 'plimsoll' }],
      },
      type: 'Opaque',
      data: { key: 'aHVudGVyMg==' },
      stringData: { key: 'hunter2' },
    };
    expect(withoutSecretData(secret)).to.deep.equal({
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'Opaque',
      metadata: { name: 'account', namespace: 'n' },
      data: { key: '(left out)' },
    });
  });
});

const zoned = (zone: string) => ({ labels: { 'topology.kubernetes.io/zone': zone } });
const inZone = (zone: string, claimRef: object) => ({
  claimRef,
  nodeAffinity: {
    required: {
      nodeSelectorTerms: [
        { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] }] },
      ],
    },
  },
});
const running = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
const cluster = objectsOf({
  Node: [
    node('worker2', { ...zoned('1c'), spec: { unschedulable: true } }),
    node('control', { labels: { 'node-role.kubernetes.io/control-plane': '' }, ready: 'False' }),
    node('aci', {
      labels: { type: 'virtual-kubelet' },
      spec: { taints: [{ key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule' }] },
    }),
    node('worker1', zoned('1a')),
  ],
  Pod: [
    pod('web', { spec: { ...using('data'), nodeName: 'worker1' }, status: running }),
    pod('late', { spec: using('late') }),
    pod('elsewhere', { namespace: 'other' }),
  ],
  PersistentVolumeClaim: [claim('late', { storageClassName: 'gp2' }), claim('data', { volumeName: 'pv-1' })],
  PersistentVolume: [
    { metadata: { name: 'pv-1' }, spec: inZone('1a', { namespace: 'default', name: 'data' }) },
    { metadata: { name: 'pv-2' }, spec: inZone('1c', { namespace: 'other', name: 'data' }) },
    {
      metadata: { name: 'pv-3' },
      spec: {
        claimRef: { namespace: 'default', name: 'local' },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['worker2'] }] },
            ],
          },
        },
      },
    },
  ],
  VolumeAttachment: [
    { spec: { nodeName: 'worker1', source: { persistentVolumeName: 'pv-1' } }, status: { attached: true } },
    { spec: { nodeName: 'worker2', source: { persistentVolumeName: 'pv-1' } }, status: { attached: false } },
  ],
});

describe('placementIn', () => {
  const { placement, explanations } = placementIn('default', cluster);

  it('has every node of the cluster, by name, with its taints', () => {
    const usual = { kind: 'machine', ready: true, unschedulable: false, taints: [] };
    expect(placement?.nodes).to.deep.equal([
      { ...usual, name: 'aci', kind: 'virtual', taints: ['virtual-kubelet.io/provider=azure:NoSchedule'] },
      { ...usual, name: 'control', kind: 'control-plane', ready: false },
      { ...usual, name: 'worker1', zone: '1a' },
      { ...usual, name: 'worker2', zone: '1c', unschedulable: true },
    ]);
  });

  it('has the Pods, claims and volumes of the namespace alone', () => {
    expect(placement?.pods.map(({ name, node, well, claims }) => ({ name, node, well, claims }))).to.deep.equal([
      { name: 'late', node: undefined, well: false, claims: ['late'] },
      { name: 'web', node: 'worker1', well: true, claims: ['data'] },
    ]);
    expect(placement?.claims).to.deep.equal([
      { name: 'data', phase: 'Bound', volume: 'pv-1' },
      { name: 'late', phase: 'Pending', storageClass: 'gp2' },
    ]);
    expect(placement?.volumes).to.deep.equal([
      { name: 'pv-1', zones: ['1a'], attachedTo: ['worker1'] },
      { name: 'pv-3', zones: ['1c'], nodes: ['worker2'], attachedTo: [] },
    ]);
  });

  it('explains each Pod that is not well, and no other', () => {
    expect(explanations?.map(({ pod }) => pod.name)).to.deep.equal(['late']);
    expect(placement?.pods[0]?.cause).to.equal(explanations?.[0]?.cause);
    expect(placement?.pods[1]).to.not.have.property('cause');
    expect(placementIn('empty', cluster)).to.not.have.property('explanations');
  });
});

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

    const { objects } = clusterObjects({ namespace: 'own', names }, index, new Date());
    expect(objects.StorageClass.map(({ metadata }) => metadata?.name)).to.deep.equal(['gp2']);
    expect(objects.PersistentVolumeClaim[0]?.spec?.storageClassName).to.equal('gp2');
    expect(objects.Pod.map(({ metadata }) => metadata?.name)).to.deep.equal(['web', 'busy']);
    expect(objects.Event.map(({ metadata }) => metadata?.name)).to.deep.equal(['one']);
  });
});
