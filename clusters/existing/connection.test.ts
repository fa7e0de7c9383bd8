import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { BadInputError } from '../../harness/errors.ts';
import { errorOf } from '../testing/contract-objects.ts';
import { connectionTo, execCredentials } from './connection.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig.ts';
import { credential, execVersion, plugin } from './testing/plugin.ts';
import { temporary } from './testing/temporary.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

function connect(user: UserEntry, cluster: ClusterEntry = {}) {
  const surroundings = { environment: { PATH: process.env.PATH }, signal: new AbortController().signal };
  const server = 'https://stage:6443';
  return connectionTo({ name: 'stage', file: 'config', cluster: { ...cluster, server }, user }, surroundings);
}

describe('connectionTo', () => {
  it('has what the cluster needs', async () => {
    const cluster = {
      'certificate-authority-data': base64('CA'),
      'tls-server-name': 'kubernetes',
      'insecure-skip-tls-verify': true,
      'proxy-url': 'http://proxy:3128',
    };
    expect(await connect({}, cluster)).to.deep.equal({
      server: 'https://stage:6443',
      ca: 'CA',
      serverName: 'kubernetes',
      insecure: true,
      proxy: 'http://proxy:3128',
    });
  });

  it('has the certificate of the user', async () => {
    const user = { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') };
    expect(await connect(user)).to.deep.equal({ server: 'https://stage:6443', certificate: 'CERT', key: 'KEY' });
  });

  const headers: readonly (readonly [string, UserEntry, object])[] = [
    ['a token', { token: 't' }, { authorization: 'Bearer t' }],
    ['a name and a password', { username: 'me', password: 'p' }, { authorization: `Basic ${base64('me:p')}` }],
    [
      'an impersonated user',
      { as: 'her', 'as-uid': '7', 'as-groups': ['a', 'b'], 'as-user-extra': { 'example.com/x': ['1'] } },
      {
        'impersonate-user': 'her',
        'impersonate-uid': '7',
        'impersonate-group': ['a', 'b'],
        'impersonate-extra-example.com%2Fx': ['1'],
      },
    ],
  ];
  for (const [what, user, expected] of headers)
    it(`sends ${what}`, async () => {
      expect(await (await connect(user)).headers?.()).to.deep.equal(expected);
    });

  it('reads a token from its file each time, as it is renewed there', async () => {
    using place = temporary({ token: 'first\n' });
    const { headers } = await connect({ tokenFile: place.at('token'), token: 'no' });
    expect(await headers?.()).to.deep.equal({ authorization: 'Bearer first' });
    writeFileSync(place.at('token'), 'second\n');
    expect(await headers?.()).to.deep.equal({ authorization: 'Bearer second' });
  });

  it('has what a plugin hands out, and asks it again for what was refused', async () => {
    const [first, second] = ['1', '2'].map((n) =>
      credential({ token: n, clientCertificateData: `CERT${n}`, clientKeyData: `KEY${n}` }),
    );
    using place = temporary({ plugin, answer: first ?? '' });
    const connection = await connect({ exec: { apiVersion: execVersion, command: place.at('plugin') } });
    expect(connection).to.include({ certificate: 'CERT1', key: 'KEY1' });
    expect(await connection.headers?.()).to.deep.equal({ authorization: 'Bearer 1' });
    writeFileSync(place.at('answer'), second ?? '');
    expect(await connection.renewed?.()).to.deep.equal({ certificate: 'CERT2', key: 'KEY2' });
    expect(await connection.headers?.()).to.deep.equal({ authorization: 'Bearer 2' });
  });

  for (const [what, user, cluster, pattern] of [
    ['a proxy that speaks no HTTP', {}, { 'proxy-url': 'socks5://p' }, /proxy-url socks5:\/\/p: only HTTP proxies/],
    ['an auth provider', { 'auth-provider': { name: 'gcp' } }, {}, /auth-provider gcp was removed from Kubernetes/],
  ] as const)
    it(`refuses ${what}`, async () => {
      const error = await errorOf(connect(user, cluster));
      expect(error).to.be.instanceOf(BadInputError).with.property('message').that.matches(pattern);
    });
});

const expires = Date.parse('2026-01-01T00:10:00Z');

/** Credentials that are numbered in the order in which the plugin was asked for them. */
async function numbered() {
  let asked = 0;
  let now = expires - 60_000;
  const run = async () => ({
    token: String(++asked),
    ...(asked === 1 && { expirationTimestamp: '2026-01-01T00:10:00Z' }),
  });
  const credentials = await execCredentials(run, () => now);
  const tokens = async (count: number) =>
    (await Promise.all(Array.from({ length: count }, credentials.current))).map(({ token }) => token);
  return { credentials, tokens, goTo: (time: number) => (now = time) };
}

describe('execCredentials', () => {
  it('asks the plugin once while what it gave is good', async () => {
    const { tokens } = await numbered();
    expect(await tokens(3)).to.deep.equal(['1', '1', '1']);
  });

  it('asks it again, once for all, shortly before that expires', async () => {
    const { tokens, goTo } = await numbered();
    goTo(expires - 6_000);
    expect(await tokens(1)).to.deep.equal(['1']);
    goTo(expires - 4_000);
    expect(await tokens(3)).to.deep.equal(['2', '2', '2']);
    goTo(expires + 3_600_000);
    expect(await tokens(1), 'without a time of expiry').to.deep.equal(['2']);
  });

  it('asks it again when what it gave was refused', async () => {
    const { credentials, tokens } = await numbered();
    await Promise.all([credentials.renewed(), credentials.renewed()]);
    expect(await tokens(1)).to.deep.equal(['2']);
  });
});
