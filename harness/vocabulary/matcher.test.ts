import { expect } from 'chai';
import { isWorded, matching, quote } from './matcher.ts';

describe('isWorded', () => {
  for (const [wording, text, worded] of [
    ['pod <pod> of <node>', 'pod web of n', true],
    ['pod <pod> of <node>', 'pod other of n', false],
    ['pod <pod>', 'pod web and more', false],
    ['<none> given', '<none> given', true],
    ['<none> given', ' given', false],
    ['', undefined, true],
    [matching(/we?b/, 'the web'), 'a web', true],
    [matching(/we?b/, 'the web'), undefined, false],
  ] as const)
    it(`${quote(wording)} of ${text}: ${worded}`, () => {
      expect(isWorded(wording, text, { pod: 'web', node: 'n' })).to.equal(worded);
    });
});

describe('quote', () => {
  it('shows a text to the letter in quotation marks', () => expect(quote('pod <pod>')).to.equal('“pod <pod>”'));
  it('shows the words of a pattern, never the pattern', () =>
    expect(quote(matching(/we?b/, 'the web'))).to.equal('the web'));
});
