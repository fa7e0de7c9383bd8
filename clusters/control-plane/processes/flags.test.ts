import { expect } from 'chai';
import { asArguments, paced, pacedSeconds } from './flags.ts';

describe('paced', () => {
  it('leaves the default of the version alone at pace 1', () => expect(paced(50, 1)).to.equal(undefined));
  it('divides by the pace', () => expect(paced(50, 10)).to.equal('5000ms'));
  it('is never nothing, which Go takes for without limit', () => expect(paced(5, 100_000)).to.equal('1ms'));
});

describe('pacedSeconds', () => {
  it('leaves the default of the version alone at pace 1', () => expect(pacedSeconds(300, 1)).to.equal(undefined));
  it('divides by the pace', () => expect(pacedSeconds(300, 10)).to.equal(30));
  it('is one second at least', () => expect(pacedSeconds(10, 1_000)).to.equal(1));
});

describe('asArguments', () => {
  it('leaves out what is undefined, and nothing else', () =>
    expect(asArguments({ a: 1, b: undefined, c: false, d: 'x=y' })).to.deep.equal(['--a=1', '--c=false', '--d=x=y']));
});
