import { expect } from 'chai';
import { fitted, fittedTaint, stateOf, wrapped } from './map.ts';

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

describe('wrapped', () => {
  it('breaks between words, and words that are longer than a line', () => {
    expect(wrapped('the volume is in zone-a', 10, 3)).to.deep.equal(['the volume', 'is in', 'zone-a']);
    expect(wrapped('abcdefghijklmno', 6, 3)).to.deep.equal(['abcdef', 'ghijkl', 'mno']);
  });

  it('says that there is more', () => {
    const lines = wrapped('one two three four five six', 9, 2);
    expect(lines).to.have.length(2);
    expect(lines.at(-1)).to.match(/…$/);
    expect(lines.every(({ length }) => length <= 9)).to.equal(true);
  });

  it('has no line of nothing', () => {
    expect(wrapped('', 9, 2)).to.deep.equal([]);
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
