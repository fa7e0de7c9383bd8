import { expect } from 'chai';
import { link, permalink, webAddress } from './link.ts';

describe('webAddress', () => {
  it('is of http and https alone', () => {
    expect(webAddress('https://docs.example/a#b')).to.equal('https://docs.example/a#b');
    expect(webAddress('http://docs.example')).to.equal('http://docs.example/');
    for (const url of [
      'javascript:alert(1)',
      ' jAvascript:alert(1)',
      'data:text/html,x',
      'file:///etc',
      '//x',
      '',
      undefined,
    ])
      expect(webAddress(url)).to.equal(undefined);
  });

  it('is of no text that fills pages', () => {
    expect(webAddress(`https://docs.example/${'x'.repeat(2_000)}`)).to.equal(undefined);
  });
});

describe('link', () => {
  it('cannot be left by what it links to', () => {
    expect(`${link('<b>', 'https://docs.example/"onclick="x')}`).to.equal(
      '<a href="https://docs.example/%22onclick=%22x" rel="noreferrer noopener">&lt;b&gt;</a>',
    );
    expect(link('text', 'javascript:x')).to.equal('text');
  });
});

describe('permalink', () => {
  it('reads like the id', () => {
    expect(permalink({ id: 'multi-az/zone-labels' })).to.equal('#multi-az/zone-labels');
    expect(permalink({ id: 'a b"<' })).to.equal('#a%20b%22%3C');
  });
});
