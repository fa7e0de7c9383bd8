import { expect } from 'chai';
import { toneOf } from './tone.ts';

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
