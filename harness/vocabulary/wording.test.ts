import { expect } from 'chai';
import { isWorded, quoted } from './wording.ts';

describe('isWorded', () => {
  for (const [wording, text, worded] of [
    ['pod <pod> of <node>', 'pod web of n', true],
    ['pod <pod> of <node>', 'pod other of n', false],
    ['pod <pod>', 'pod web and more', false],
    ['<none> given', '<none> given', true],
    ['<none> given', ' given', false],
    ['', undefined, true],
    [/we?b/, 'a web', true],
    [/we?b/, undefined, false],
  ] as const)
    it(`${quoted(wording)} of ${text}: ${worded}`, () => {
      expect(isWorded(wording, text, { pod: 'web', node: 'n' })).to.equal(worded);
    });
});
