import { expect } from 'chai';
import type { KubernetesObject } from '../../api/resources.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { podIn, scene } from '../testing/scene.ts';
import { recordTimeline } from './scenario-view.ts';
import { objectIndex, watchedKinds } from './shared-view.ts';

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

  it('refuses to look at a kind that is not watched', () => {
    const { view } = scene(manualClock());
    expect(() => view.get('Secret', 'a')).to.throw('no view holds Secret: expected one of ConfigMap');
  });

  it('notifies of changes in its namespace and in the cluster until it is disposed', () => {
    const { view, see, pod } = scene(manualClock());
    let changes = 0;
    const listening = view.onChange(() => changes++);
    pod('web', 'Running');
    see('Node', { kind: 'Node', metadata: { name: 'vm-0' } });
    see('Pod', podIn('other', 'theirs', 'Running'));
    expect(changes).to.equal(2);
    listening[Symbol.dispose]();
    pod('web', 'Failed');
    expect(changes).to.equal(2);
  });
});

describe('recordTimeline', () => {
  it('records each change of state once, with the time at which it was seen', async () => {
    const clock = manualClock();
    const { timeline, view, pod, gone, namespace } = scene(clock);
    pod('web', 'Pending');
    pod('web', 'Pending');
    await clock.advance(1_500);
    pod('web', 'Running');
    await clock.advance(500);
    gone('Pod', podIn(namespace, 'web', 'Running'));
    expect(timeline.transitions()).to.deep.equal([
      { at: '2026-01-01T00:00:00.000Z', object: 'Pod/web', state: 'Pending, on no node' },
      { at: '2026-01-01T00:00:01.500Z', object: 'Pod/web', state: 'Running, not Ready, on no node' },
      { at: '2026-01-01T00:00:02.000Z', object: 'Pod/web', state: 'gone' },
    ]);
    expect(view.history('Pod/web')).to.have.length(3);
    expect(view.history('Pod/other')).to.deep.equal([]);
  });

  it('begins the history of a node with its first state, and its transitions with the first change', () => {
    const index = objectIndex(watchedKinds);
    index.see('Node', { type: 'ADDED', object: node('True') });
    using timeline = recordTimeline(index, { namespace: 'n', clock: manualClock(), concerns: () => true });
    index.see('Node', { type: 'MODIFIED', object: node('Unknown', [{ key: 'unreachable', effect: 'NoExecute' }]) });
    expect(timeline.history('Node/vm-0')).to.deep.equal(['Ready', 'NotReady, taint unreachable:NoExecute']);
    expect(timeline.transitions().map(({ state }) => state)).to.deep.equal(['NotReady, taint unreachable:NoExecute']);
  });

  it('leaves out objects of others, and objects without a state', () => {
    const index = objectIndex(watchedKinds);
    using timeline = recordTimeline(index, { namespace: 'n', clock: manualClock(), concerns: () => false });
    index.see('Node', { type: 'ADDED', object: node('True') });
    index.see('Pod', { type: 'ADDED', object: podIn('other', 'web', 'Running') });
    index.see('ServiceAccount', { type: 'ADDED', object: { metadata: { name: 'default', namespace: 'n' } } });
    expect(timeline.transitions()).to.deep.equal([]);
  });

  for (const [kind, object, state] of [
    ['PersistentVolumeClaim', { spec: { volumeName: 'pv' }, status: { phase: 'Bound' } }, 'Bound to pv'],
    [
      'PersistentVolume',
      { spec: { claimRef: { namespace: 'n', name: 'data' } }, status: { phase: 'Bound' } },
      'Bound, for n/data',
    ],
    [
      'Service',
      { spec: { type: 'LoadBalancer' }, status: { loadBalancer: { ingress: [{ ip: '20.1.2.3' }] } } },
      'LoadBalancer, address 20.1.2.3',
    ],
    ['Service', { spec: { type: 'LoadBalancer' }, status: { loadBalancer: {} } }, 'LoadBalancer, no address yet'],
    [
      'EndpointSlice',
      { endpoints: [{ addresses: ['10.0.0.1'] }, { addresses: ['10.0.0.2'], conditions: { ready: false } }] },
      'ready 10.0.0.1',
    ],
    [
      'Deployment',
      {
        spec: { replicas: 4 },
        status: {
          readyReplicas: 2,
          updatedReplicas: 4,
          conditions: [{ type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable' }],
        },
      },
      '2 of 4 Pods ready, 4 updated, 0 available, Available=False (MinimumReplicasUnavailable)',
    ],
    ['DaemonSet', { status: { numberReady: 1, desiredNumberScheduled: 2 } }, '1 of 2 Pods ready'],
    [
      'StatefulSet',
      { spec: { replicas: 3 }, status: { readyReplicas: 1, updatedReplicas: 3 } },
      '1 of 3 Pods ready, 3 updated',
    ],
    [
      'VolumeAttachment',
      {
        spec: { nodeName: 'vm-0', source: { persistentVolumeName: 'pv' } },
        status: { attached: false, attachError: { message: 'busy' } },
      },
      'pv not attached to vm-0: busy',
    ],
    [
      'PersistentVolume',
      { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' }, status: { phase: 'Released' } },
      'Terminating, Released',
    ],
  ] as const)
    it(`records a ${kind}: ${state}`, () => {
      const index = objectIndex(watchedKinds);
      using timeline = recordTimeline(index, { namespace: 'n', clock: manualClock(), concerns: () => true });
      const metadata = { name: 'x', namespace: 'n', ...('metadata' in object && object.metadata) };
      index.see(kind, { type: 'ADDED', object: { ...object, metadata } as KubernetesObject });
      expect(timeline.transitions().map((transition) => transition.state)).to.deep.equal([state]);
    });
});

function node(ready: string, taints: readonly object[] = []): KubernetesObject {
  return {
    kind: 'Node',
    metadata: { name: 'vm-0' },
    spec: { taints },
    status: { conditions: [{ type: 'Ready', status: ready }] },
  } as KubernetesObject;
}
