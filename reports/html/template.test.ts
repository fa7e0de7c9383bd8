import { expect } from 'chai';
import { html } from './template.ts';

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
