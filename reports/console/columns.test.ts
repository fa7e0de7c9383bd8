import { expect } from 'chai';
import { fitted, padded, wrapped } from './columns.ts';

describe('fitted', () => {
  it('keeps what just fits and cuts what does not', () => {
    expect(fitted('abcde', 5)).to.equal('abcde');
    expect(fitted('abcdef', 5)).to.equal('abcd…');
  });

  it('counts full-width characters twice and cuts none in two', () => {
    expect(fitted('仮想ノード', 10)).to.equal('仮想ノード');
    expect(fitted('仮想ノード', 8)).to.equal('仮想ノ…');
    expect(fitted('👩‍🚀👩‍🚀👩‍🚀', 5)).to.equal('👩‍🚀👩‍🚀…');
  });

  it('needs no room at all', () => {
    expect(fitted('abc', 0)).to.equal('');
  });
});

describe('padded', () => {
  it('fills up to the width by what is seen', () => {
    expect(padded('仮想', 6)).to.equal('仮想  ');
    expect(padded('abcdef', 3)).to.equal('abcdef');
  });
});

describe('wrapped', () => {
  it('breaks between words', () => {
    expect(wrapped('a pod is refused by it', 9)).to.deep.equal(['a pod is', 'refused', 'by it']);
  });

  it('keeps lines and their indentation', () => {
    expect(wrapped('Error: a\n    caused by: b c', 16)).to.deep.equal(['Error: a', '    caused by: b', '    c']);
    expect(wrapped('a:\n\tb\tc', 16)).to.deep.equal(['a:', '  b c']);
  });

  it('breaks a word that is wider than the line', () => {
    expect(wrapped('see https://docs.example/x', 10)).to.deep.equal(['see', 'https://do', 'cs.example', '/x']);
  });

  it('keeps empty text and empty lines', () => {
    expect(wrapped('', 10)).to.deep.equal(['']);
    expect(wrapped('a\n\nb', 10)).to.deep.equal(['a', '', 'b']);
  });
});
