import { expect } from 'chai';
import { BadInputError } from '../harness/errors.ts';
import { explain } from './explain.ts';

describe('explain, of what cannot be', () => {
  const name = 'there-is-none';
  const rows = [
    ['node/worker1', {}, /^node\/worker1: expected pod\/NAME, or nothing for every Pod/],
    ['pod/web', { namespace: ['a', 'b'] }, /^--namespace a b: expected one namespace for pod\/web$/],
    [undefined, {}, /^no cluster named there-is-none is up; expected --context NAME/],
    [undefined, { kubeconfig: '/none/such' }, /^\/none\/such: expected a kubeconfig: ENOENT/],
  ] as const;
  for (const [what, options, message] of rows)
    it(`refuses ${what ?? 'all Pods'} with ${JSON.stringify(options)}`, async () => {
      const error: unknown = await explain(what, { name, ...options }).catch((cause) => cause);
      expect(error).to.be.instanceOf(BadInputError);
      expect((error as Error).message).to.match(message);
    });
});
