import { expect } from 'chai';
import type { Explanation } from '../../harness/report.ts';
import { causesInWords } from './causes.ts';

const of = (name: string, cause: string): Explanation => ({
  pod: { namespace: 'default', name },
  ...{ state: 'Pending', kind: 'provider', cause, basis: 'status', evidence: [], nodes: [], helps: [], unknown: [] },
});

describe('causesInWords', () => {
  it('tells the same cause once, whatever the names of the Pods', () => {
    const explanations = [of('web-0', 'pod web-0 is refused'), of('web-1', 'pod web-1 is refused'), of('app', 'late')];
    expect(causesInWords({ explanations }, 100)).to.deep.equal([
      'Pod web-0 and 1 more: pod web-0 is refused',
      'Pod app: late',
    ]);
  });

  it('shortens what is too long, and knows of none where nothing is explained', () => {
    expect(causesInWords({ explanations: [of('web', 'x'.repeat(1_000))] }, 50)[0]).to.have.length.below(120);
    expect(causesInWords({}, 50)).to.deep.equal([]);
  });
});
