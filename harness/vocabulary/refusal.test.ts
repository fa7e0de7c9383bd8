import { expect } from 'chai';
import { refused } from './refusal.ts';
import { fakeView } from './testing/fake-view.ts';

const message =
  'StorageClass.storage.k8s.io "default" is invalid: parameters: Forbidden: updates to parameters are forbidden.';

describe('refused', () => {
  for (const [title, refusals, met, saw] of [
    ['in those words', { 'class.yaml': { status: 422, message } }, true, `422: ${message}`],
    ['in other words', { 'class.yaml': { status: 422, message: 'no' } }, false, '422: no'],
    ['with another status', { 'class.yaml': { status: 409, message } }, false, `409: ${message}`],
    ['another manifest', { 'other.yaml': { status: 422, message } }, false, 'no refusal'],
  ] as const)
    it(`${title}: ${met}`, () => {
      const seen = refused('class.yaml', { status: 422, message: /parameters are forbidden\.$/ }).look(
        fakeView([], { refusals }),
      );
      // What was attempted is over: nothing changes any more.
      expect(seen).to.deep.equal({ met, saw, final: !met });
    });
});
