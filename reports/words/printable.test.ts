import { expect } from 'chai';
import { printable } from './printable.ts';

describe('printable', () => {
  it('leaves ordinary text of any language, tabs and lines alone', () => {
    const text = 'a\tb\nc — 仮想ノード 🚢 <&>"';
    expect(printable(text)).to.equal(text);
  });

  it('strips colours, links and cursor movements of terminals', () => {
    expect(
      printable('\u001b[31mred\u001b[0m \u001b]8;;https://a.example\u0007link\u001b]8;;\u0007 \u001b[2K'),
    ).to.equal('red link ');
  });

  it('strips control characters and what XML forbids', () => {
    expect(printable('a\u0000b\u0007c\u001bd\u007fe\u0085f\uFFFEg\uFFFFh')).to.equal('abcdefgh');
  });

  it('turns the line ends of other systems into line feeds', () => {
    expect(printable('a\r\nb\rc')).to.equal('a\nb\nc');
  });

  it('replaces half a surrogate pair', () => {
    expect(printable('a\uD800b \uDC00\uD800 🚢')).to.equal('a\uFFFDb \uFFFD\uFFFD 🚢');
  });
});
