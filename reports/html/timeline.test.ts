import { expect } from 'chai';
import { lanesOf, toneOf } from './timeline.ts';

const startedAt = '2026-03-04T05:06:10.000Z';
const change = (second: number, state: string, object = 'Pod/web') => ({
  at: new Date(Date.parse(startedAt) + second * 1_000).toISOString(),
  object,
  state,
});

describe('lanesOf', () => {
  it('has a lane for each object, whose states follow each other to the end', () => {
    const timeline = [
      change(0, 'Pending'),
      change(1, 'Available', 'PersistentVolume/a'),
      change(2.5, 'Running, on vm-0'),
    ];
    const { lanes, seconds } = lanesOf({ startedAt, seconds: 10, timeline });
    expect(seconds).to.equal(10);
    expect(lanes.map(({ object, last }) => [object, last])).to.deep.equal([
      ['Pod/web', 'Running, on vm-0'],
      ['PersistentVolume/a', 'Available'],
    ]);
    expect(lanes[0]?.segments.map(({ from, to, tone }) => [from, to, tone])).to.deep.equal([
      [0, 0.25, 'waiting'],
      [0.25, 1, 'well'],
    ]);
  });

  it('joins neighbours that look alike, and keeps their words', () => {
    const timeline = [change(0, 'Pending, on no node'), change(1, 'Pending, on vm-0')];
    const words = ['0.0 s: Pending, on no node', '1.0 s: Pending, on vm-0'];
    expect(lanesOf({ startedAt, seconds: 2, timeline }).lanes[0]?.segments).to.deep.equal([
      { from: 0, to: 1, tone: 'waiting', words },
    ]);
  });

  it('is as long as the last change of state', () => {
    expect(lanesOf({ startedAt, seconds: 1, timeline: [change(4, 'Running')] }).seconds).to.equal(4);
  });

  it('has no segment of what is no date, and no length of nothing', () => {
    const timeline = [{ ...change(0, 'Running'), at: 'yesterday' }];
    expect(lanesOf({ startedAt, seconds: 0, timeline })).to.deep.include({ seconds: 0.1 });
    expect(lanesOf({ startedAt, seconds: 0, timeline }).lanes[0]?.segments).to.deep.equal([]);
    expect(
      lanesOf({ startedAt: 'never', seconds: 2, timeline: [change(1, 'Running')] }).lanes[0]?.segments,
    ).to.deep.equal([]);
  });
});

describe('toneOf', () => {
  for (const [state, tone] of [
    ['Running, on vm-0', 'well'],
    ['Succeeded, container main waits (Terminated), on vn', 'well'],
    ['Bound to pv-0', 'well'],
    ['Available, for ns/data', 'well'],
    ['Ready', 'well'],
    ['ready 10.0.0.1', 'well'],
    ['LoadBalancer, address 10.0.0.1', 'well'],
    ['2 of 2 Pods ready, 2 updated, 2 available, Available=False (MinimumReplicasUnavailable)', 'well'],
    ['1 of 2 Pods ready', 'waiting'],
    ['Pending, on no node', 'waiting'],
    ['LoadBalancer, no address yet', 'waiting'],
    ['ready none', 'waiting'],
    ['Running, not Ready, on vm-0', 'waiting'],
    ['Ready, unschedulable', 'waiting'],
    ['Pending, ProviderFailed: no volumes, on vn', 'refused'],
    ['Pending, PodScheduled=False (Unschedulable), on no node', 'refused'],
    ['Running, not Ready, container agent waits (CrashLoopBackOff), on vn', 'refused'],
    ['NotReady (NodeStatusUnknown)', 'refused'],
    ['Terminating, Failed, container web ended with 1 (Error), on vm-0', 'ending'],
    ['gone', 'gone'],
    ['something new', 'waiting'],
  ] as const)
    it(`paints ${state} as ${tone}`, () => {
      expect(toneOf(state)).to.equal(tone);
    });
});
