import { expect } from 'chai';
import { fitted, oneLine, padded, printable, shortened, wrapped, wrappedWithin } from './text.ts';

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

  it('reports how much it cut off', () => {
    expect(shortened('x'.repeat(200_000), 100)).to.equal(`${'x'.repeat(100)}… (199900 more characters in report.json)`);
  });

  it('never cuts a character in two', () => {
    expect(shortened('ab🚢c', 3)).to.equal('ab… (3 more characters in report.json)');
  });
});

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

describe('wrappedWithin', () => {
  it('breaks between words, and words that are longer than a line', () => {
    expect(wrappedWithin('the volume is in zone-a', 10, 3)).to.deep.equal(['the volume', 'is in', 'zone-a']);
    expect(wrappedWithin('abcdefghijklmno', 6, 3)).to.deep.equal(['abcdef', 'ghijkl', 'mno']);
  });

  it('says that there is more', () => {
    const lines = wrappedWithin('one two three four five six', 9, 2);
    expect(lines).to.have.length(2);
    expect(lines.at(-1)).to.match(/…$/);
    expect(lines.every(({ length }) => length <= 9)).to.equal(true);
  });

  it('has no line of nothing', () => {
    expect(wrappedWithin('', 9, 2)).to.deep.equal([]);
  });
});
