import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { BadInputError } from '../harness/errors.ts';
import { explainCommand, namedContext } from './explain.ts';
import { home } from './testing/plimsoll.ts';

describe('explain, with bad input', () => {
  const name = 'there-is-none';
  const rows = [
    ['node/worker1', {}, /^node\/worker1: expected pod\/NAME, or nothing for every Pod/],
    ['pod/web', { namespace: ['a', 'b'] }, /^--namespace a b: expected one namespace for pod\/web$/],
    [undefined, {}, /^no cluster named there-is-none is up; expected --context NAME/],
    [undefined, { kubeconfig: '/none/such' }, /^\/none\/such: expected a kubeconfig: ENOENT/],
  ] as const;
  for (const [what, options, message] of rows)
    it(`refuses ${what ?? 'all Pods'} with ${JSON.stringify(options)}`, async () => {
      const error: unknown = await explainCommand(what, { name, ...options }).catch((cause) => cause);
      expect(error).to.be.instanceOf(BadInputError);
      expect((error as Error).message).to.match(message);
    });
});

const kubeconfig = (current?: string) =>
  stringify({
    ...(current && { 'current-context': current }),
    clusters: [{ name: 'here', cluster: { server: 'https://here:6443' } }],
    users: [{ name: 'me', user: { token: 't' } }],
    contexts: ['dev', 'prod'].map((name) => ({ name, context: { cluster: 'here', user: 'me' } })),
  });

describe('namedContext', () => {
  const rows = [
    ['the context that is named', { context: 'prod' }, 'dev', 'prod'],
    ['the current one of a file that is named', { file: true }, 'dev', 'dev'],
    ['the context that is named, of a file that is named', { file: true, context: 'prod' }, 'dev', 'prod'],
    [
      'no current context by default',
      {},
      'dev',
      /^no cluster named plimsoll is up; expected --context NAME .* or --kubeconfig FILE/,
    ],
    [
      'none where the file has no current one',
      { file: true },
      undefined,
      /has no current-context: name one with --context$/,
    ],
    [
      'none of a name that is not there',
      { context: 'test' },
      'dev',
      /no context is named "test"; there are dev, prod$/,
    ],
  ] as const;

  for (const [what, given, current, expected] of rows)
    it(`takes ${what}`, async () => {
      using place = home();
      const file = join(place.path, 'kubeconfig');
      writeFileSync(file, kubeconfig(current));
      const options = {
        name: 'plimsoll',
        ...('context' in given && { context: given.context }),
        ...('file' in given && { kubeconfig: file }),
      };
      // kubectl would use this one.
      const surroundings = { state: place.path, environment: { KUBECONFIG: file } };
      const found = await namedContext(options, surroundings).catch((error: Error) => error);
      if (typeof expected === 'string') expect(found.name).to.equal(expected);
      else {
        expect(found).to.be.instanceOf(BadInputError);
        expect((found as Error).message).to.match(expected);
      }
    });
});
