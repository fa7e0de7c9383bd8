import { expect } from 'chai';
import { isAsExpected } from './explain.ts';
import { clusterOf, event, explain, node, objectsOf, pod } from './testing/cluster-of.ts';
import { itConcludes } from './testing/it-concludes.ts';

const on = (spec: object = {}) => ({ spec: { nodeName: 'worker1', ...spec } });

describe('explain', () => {
  itConcludes([
    [
      'a scheduling gate',
      { spec: { schedulingGates: [{ name: 'example.com/quota' }] } },
      {},
      'scheduling-gate',
      'it is held back by 1 scheduling gate: example.com/quota',
    ],
    [
      'no scheduler',
      { spec: { schedulerName: 'mine' } },
      { Node: [node('worker1')] },
      'not-looked-at',
      'no scheduler has looked at it: it is for scheduler mine',
    ],
    ['a node that is gone', on(), {}, 'node', 'its node worker1 does not exist any more'],
    [
      'a node that does not answer',
      { ...on(), status: { phase: 'Running' } },
      { Node: [node('worker1', { ready: 'Unknown' })] },
      'node',
      'its node worker1 is unreachable since 14:02 UTC: its kubelet does not answer',
    ],
    [
      'a probe',
      {
        ...on(),
        status: {
          phase: 'Running',
          containerStatuses: [{ name: 'main', image: '', imageID: '', ready: false, restartCount: 0 }],
        },
      },
      { Node: [node('worker1')], Event: [event('Pod/web', 'Unhealthy', { message: 'Readiness probe failed: 503' })] },
      'not-ready',
      'container main is not Ready: Readiness probe failed: 503',
    ],
    [
      'a readiness gate',
      { ...on({ readinessGates: [{ conditionType: 'lb' }] }), status: { phase: 'Running', containerStatuses: [] } },
      { Node: [node('worker1')] },
      'not-ready',
      'it waits for 1 readiness gate: lb',
    ],
    [
      'an eviction',
      { ...on(), status: { phase: 'Failed', reason: 'Evicted', message: 'low on memory.' } },
      { Node: [node('worker1')] },
      'ended',
      'it has failed for good: Evicted: low on memory',
    ],
    [
      'nothing so far',
      on(),
      { Node: [node('worker1')] },
      'starting',
      'it is being started: worker1 has not reported what it waits for',
    ],
  ]);

  it('shows what delays a Pod that terminates', () => {
    const deletionTimestamp = '2026-03-01T14:40:00Z';
    const gone = (more: object) => ({
      ...pod('web', on()),
      metadata: { ...pod('web').metadata, deletionTimestamp, ...more },
    });
    const causeOf = (more: object, ready: 'True' | 'Unknown' = 'True') =>
      explain(objectsOf({ Node: [node('worker1', { ready })] }), gone(more)).cause;
    expect(causeOf({}, 'Unknown')).to.match(/^it should be gone since 14:40 UTC, but its node worker1 is unreachable/);
    expect(causeOf({ deletionTimestamp: '2026-03-01T15:00:30Z' }, 'Unknown')).to.match(
      /^it is being deleted, but its node worker1 is unreachable/,
    );
    expect(causeOf({ finalizers: ['a/b'] })).to.equal('it should be gone since 14:40 UTC, but finalizers hold it: a/b');
    expect(causeOf({})).to.equal('it should be gone since 14:40 UTC, but worker1 has not ended it yet');
  });
});

describe('isAsExpected', () => {
  const lookup = clusterOf({ Node: [node('worker1'), node('lost', { ready: 'Unknown' })] });
  const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
  const leaving = (deletionTimestamp: string, nodeName = 'worker1') => ({
    ...pod('web', { spec: { nodeName } }),
    metadata: { deletionTimestamp },
  });
  const each = [
    [pod('web', { status: ready }), true],
    [pod('web', { status: { phase: 'Succeeded' } }), true],
    [pod('web', { status: { phase: 'Running' } }), false],
    [pod('web', { status: { phase: 'Pending' } }), false],
    [pod('web', { status: { phase: 'Failed' } }), false],
    [leaving('2026-03-01T15:00:30Z'), true],
    [leaving('2026-03-01T14:59:30Z'), false],
    [leaving('2026-03-01T15:00:30Z', 'lost'), false],
  ] as const;
  for (const [subject, expected] of each)
    it(`${expected} of ${JSON.stringify({ ...subject.status, ...subject.metadata, ...subject.spec })}`, () => {
      expect(isAsExpected(subject, lookup)).to.equal(expected);
    });
});
