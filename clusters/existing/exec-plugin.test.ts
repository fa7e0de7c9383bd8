import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { errorOf } from '../testing/contract-objects.ts';
import { runPlugin } from './exec-plugin.ts';
import { credential, execVersion, plugin } from './testing/plugin.ts';
import { temporary } from './testing/temporary.ts';

const environment = { PATH: process.env.PATH };
const cluster = { server: 'https://127.0.0.1:6443', 'certificate-authority-data': 'Q0E=' };

describe('runPlugin', () => {
  it('passes the request, and the cluster on demand, to the plugin and reads its answer', async () => {
    using place = temporary({
      plugin,
      answer: credential({ token: 't', expirationTimestamp: '2026-01-01T00:00:00Z' }),
    });
    const exec = { apiVersion: execVersion, command: place.at('plugin'), provideClusterInfo: true };
    const extensions = [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'a' } }];
    const env = [{ name: 'EXTRA', value: 'given' }];
    expect(await runPlugin({ ...exec, env }, { ...cluster, extensions }, { environment })).to.deep.equal({
      token: 't',
      expirationTimestamp: '2026-01-01T00:00:00Z',
    });
    expect(readFileSync(place.at('extra'), 'utf8')).to.equal('given');
    expect(JSON.parse(readFileSync(place.at('asked'), 'utf8'))).to.deep.equal({
      apiVersion: execVersion,
      kind: 'ExecCredential',
      spec: { interactive: false, cluster: { ...cluster, config: { audience: 'a' } } },
    });
  });

  it('passes no cluster to a plugin that does not ask for it', async () => {
    using place = temporary({ plugin, answer: credential({ token: 't' }) });
    await runPlugin({ apiVersion: execVersion, command: place.at('plugin') }, cluster, { environment });
    expect(JSON.parse(readFileSync(place.at('asked'), 'utf8')).spec).to.deep.equal({ interactive: false });
  });

  const unusable: Readonly<Record<string, readonly [string, RegExp]>> = {
    'no JSON': ['Please log in', /: expected an ExecCredential in JSON on its standard output$/],
    'no credential': ['null', /: expected an ExecCredential in JSON on its standard output$/],
    'another kind': ['{"kind":"Config"}', /: expected an ExecCredential of client.*\/v1; it gave Config of undefined$/],
    'another version': [
      credential({ token: 't' }, { apiVersion: 'client.authentication.k8s.io/v1beta1' }),
      /it gave ExecCredential of client.authentication.k8s.io\/v1beta1$/,
    ],
    'an empty status': [credential({}), /: it gave neither a token nor a certificate$/],
    'a certificate alone': [credential({ clientCertificateData: 'c' }), /: it gave a certificate without its key/],
  };
  for (const [what, [answer, pattern]] of Object.entries(unusable))
    it(`refuses ${what}, and does not repeat it`, async () => {
      using place = temporary({ plugin, answer });
      const asked = runPlugin({ apiVersion: execVersion, command: place.at('plugin') }, cluster, { environment });
      const { message } = (await errorOf(asked)) as Error;
      expect(message)
        .to.match(pattern)
        .and.to.match(/^credential plugin \/.*\/plugin: /);
      expect(message).not.to.contain('log in');
    });

  it('repeats the complaint of a plugin that fails', async () => {
    using place = temporary({ plugin, complaint: 'token of 2025 has expired: log in again' });
    const asked = runPlugin({ apiVersion: execVersion, command: place.at('plugin') }, cluster, { environment });
    expect(((await errorOf(asked)) as Error).message).to.match(
      /plugin: it ended with exit code 3: token of 2025 has expired: log in again$/,
    );
  });

  for (const [what, exec, pattern] of [
    [
      'that is not there',
      { command: 'no-such-plugin', installHint: 'brew install it.' },
      /there is no such program. brew/,
    ],
    ['that needs a terminal', { command: 'true', interactiveMode: 'Always' }, /it needs a terminal/],
    [
      'of a version that is gone',
      { apiVersion: 'client.authentication.k8s.io/v1alpha1', command: 'true' },
      /not "cl.*ha1"/,
    ],
  ] as const)
    it(`refuses one ${what}`, async () => {
      const error = await errorOf(runPlugin({ apiVersion: execVersion, ...exec }, cluster, { environment }));
      expect(error).to.be.an('error').with.property('message').that.matches(pattern);
    });

  it('stops with the reason of the signal', async () => {
    const reason = new Error('never mind');
    const exec = { apiVersion: execVersion, command: 'sleep', args: ['60'] };
    const stop = new AbortController();
    const asked = errorOf(runPlugin(exec, cluster, { environment, signal: stop.signal }));
    stop.abort(reason);
    expect(await asked).to.equal(reason);
  });
});
