import { expect } from 'chai';
import { hostileText, hugeText } from '../sample/hostile.ts';
import { plain, table } from './cell.ts';

describe('plain', () => {
  it('leaves words as they are', () =>
    expect(plain('Pending, on worker1 (x): "y"')).to.equal('Pending, on worker1 (x): "y"'));
  it('lets nothing be markup, nor end the cell', () => {
    expect(plain('a|b\n*c* `d` <e> [f](g) @h')).to.not.match(/[|\n*`<>[\]@]/);
    expect(plain(hostileText)).to.not.match(/[|\n*`<>[\]\p{Cc}]/u);
  });
  it('cuts what is long', () => expect(plain(hugeText, 50).replace(/&#\d+;/g, 'x')).to.have.lengthOf.at.most(50));
});

describe('table', () => {
  it('has a heading, a rule and a line a row', () =>
    expect(table(['a', 'b'], [['1', '2']])).to.deep.equal(['| a | b |', '| --- | --- |', '| 1 | 2 |']));
});
