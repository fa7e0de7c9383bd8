import { expect } from 'chai';
import { hostile, hostileText, hugeText } from '../sample/hostile.ts';
import { parsedJUnit } from '../sample/parsed-junit.ts';
import { oneLine, printable } from '../words/text.ts';
import { junitReporter } from './junit.ts';
import { inXml, type Outcome } from './xml.ts';

/** https://www.w3.org/TR/xml/#charsets */
const legal = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

function withText(text: string): string {
  const outcome: Outcome = { kind: 'failure', type: text, message: text, text };
  const testCase = { classname: text, name: text, seconds: 1, properties: { text }, outcome, systemOut: text };
  return inXml([{ name: text, startedAt: '2026-03-04T05:06:07Z', properties: { text }, cases: [testCase] }], 1);
}

describe('inXml', () => {
  const texts = {
    'hostile text': hostileText,
    '200 kB': hugeText,
    'the end of a character section': 'a ]]> b',
    'what is escaped already': '&amp; &lt; &#0; &#x1b; &nbsp;',
    'what looks like a number or a truth': 'true',
    'what looks like a template': '${x} %s $1',
    nothing: '',
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`gives ${name} back, but for what no XML can hold`, () => {
      const xml = withText(text);
      expect(xml).to.match(legal);
      const [testCase] = parsedJUnit(xml).suites[0]?.cases ?? [];
      expect(testCase?.outcomes[0]?.text).to.equal(printable(text));
      expect(testCase?.systemOut ?? '').to.equal(printable(text));
      const attribute = oneLine(text, 1_000);
      expect(testCase?.name).to.equal(attribute);
      expect(testCase?.properties.text).to.equal(attribute);
    });
  }

  it('stays legal and small when everything in a report is hostile', () => {
    const xml = junitReporter().render(hostile());
    expect(xml).to.match(legal);
    expect(parsedJUnit(xml).counters).to.include({ tests: '6', failures: '1', errors: '2', skipped: '1' });
    expect(Buffer.byteLength(xml)).to.be.lessThan(200_000);
  });

  it('is refused by the strict parser of these tests when anything illegal slips in', () => {
    for (const slip of ['\u0001', ']]>', '&', '\uD800', '<b>'])
      expect(() => parsedJUnit(withText('here').replace('here</failure>', `${slip}</failure>`)), slip).to.throw();
  });
});
