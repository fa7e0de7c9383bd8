import { expect } from 'chai';
import { html, link, permalink, webAddress } from './template.ts';

describe('html', () => {
  it('escapes texts, in lists too, and leaves what is markup already', () => {
    expect(`${html`<p title="${'"><b>'}">${['<i>', html`<b>${'&'}</b>`]}</p>`}`).to.equal(
      '<p title="&quot;&gt;&lt;b&gt;">&lt;i&gt;<b>&amp;</b></p>',
    );
  });

  it('takes control characters out of every text', () => {
    expect(`${html`${'a\u0000b\u001b[31mc\uD800'}`}`).to.equal('abc\uFFFD');
  });

  it('leaves out what is false', () => {
    expect(`${html`a${false}${undefined}b${0}`}`).to.equal('ab0');
  });
});

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
