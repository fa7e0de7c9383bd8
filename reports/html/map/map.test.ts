import { expect } from 'chai';
import { fitted, fittedTaint, stateOf } from './map.ts';

describe('fitted', () => {
  it('keeps the end of a long name, where generated names differ', () => {
    expect(fitted('web-7d55d7679b-ftb5n', 20)).to.equal('web-7d55d7679b-ftb5n');
    expect(fitted('web-7d55d7679b-ftb5n', 14)).to.equal('web-7d55d…tb5n');
  });

  it('never cuts a character in two', () => {
    expect(fitted('🚢'.repeat(40), 9)).to.equal('🚢🚢🚢🚢🚢…🚢🚢🚢');
  });
});

describe('fittedTaint', () => {
  it('gives up the domain first', () => {
    const taint = 'node.kubernetes.io/unschedulable:NoSchedule';
    expect(fittedTaint(taint, 43)).to.equal(taint);
    expect(fittedTaint(taint, 35)).to.equal('…/unschedulable:NoSchedule');
  });
});

describe('stateOf', () => {
  it('leaves out where the Pod is', () => {
    expect(stateOf({ state: 'Running, on vm-0' })).to.equal('Running');
    expect(stateOf({ state: 'Pending, PodScheduled=False (Unschedulable), on no node' })).to.equal(
      'Pending, Unschedulable',
    );
  });
});
