import { expect } from 'chai';
import { oneLine, shortened } from './shortened.ts';

describe('oneLine', () => {
  it('joins lines and spaces', () => {
    expect(oneLine(' a\n  b\t\tc \r\n', 20)).to.equal('a b c');
  });

  it('keeps what just fits and cuts what does not', () => {
    expect(oneLine('abcde', 5)).to.equal('abcde');
    expect(oneLine('abcdef', 5)).to.equal('abcd…');
  });

  it('never cuts a character in two', () => {
    expect(oneLine('abc🚢🚢', 5)).to.equal('abc…');
    expect(oneLine('🚢'.repeat(300_000), 8).isWellFormed()).to.equal(true);
  });
});

describe('shortened', () => {
  it('keeps the lines of a text that fits', () => {
    expect(shortened('a\nb', 3)).to.equal('a\nb');
  });

  it('tells how much it cut off', () => {
    expect(shortened('x'.repeat(200_000), 100)).to.equal(`${'x'.repeat(100)}… (199900 more characters in report.json)`);
  });

  it('never cuts a character in two', () => {
    expect(shortened('ab🚢c', 3)).to.equal('ab… (3 more characters in report.json)');
  });
});
