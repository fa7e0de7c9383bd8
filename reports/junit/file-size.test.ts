import { expect } from 'chai';
import { smallEnough } from './file-size.ts';

describe('smallEnough', () => {
  const cases = (number: number) => {
    const asked: number[] = [];
    const text = smallEnough((longestText) => {
      asked.push(longestText);
      return 'é'.repeat((number * longestText) / 2);
    }, 1_000_000);
    return { asked, bytes: Buffer.byteLength(text) };
  };

  it('cuts texts no more than it must', () => {
    expect(cases(10)).to.deep.equal({ asked: [100_000], bytes: 1_000_000 });
    expect(cases(11)).to.deep.equal({ asked: [100_000, 5_000], bytes: 55_000 });
    expect(cases(201)).to.deep.equal({ asked: [100_000, 5_000, 500], bytes: 100_500 });
  });

  it('gives a file that is too large rather than none', () => {
    expect(cases(10_000).bytes).to.equal(5_000_000);
  });
});
