import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { BadInputError } from '../../harness/errors.ts';
import { errorOf } from '../testing/contract-objects.ts';
import { kubeconfigFiles, pinnedCopy, readContext } from './kubeconfig.ts';
import { temporary } from './testing/temporary.ts';

const config = (text: string) => `apiVersion: v1\nkind: Config\n${text}`;
const home = config(`
current-context: production
contexts:
  - { name: production, context: { cluster: production, user: admin } }
  - { name: stage, context: { cluster: stage, user: admin } }
  - { name: staging-eu, context: { cluster: nowhere, user: admin } }
  - { name: userless, context: { cluster: stage, user: ghost } }
  - { name: odd, context: { cluster: odd, user: admin } }
clusters:
  - { name: production, cluster: { server: 'https://production:6443' } }
  - { name: stage, cluster: { server: 'https://127.0.0.1:6443/', certificate-authority: ca.pem } }
  - { name: odd, cluster: { server: '127.0.0.1:6443' } }
users:
  - name: admin
    user: { client-certificate: admin.pem, client-key-data: S0VZ, tokenFile: token, exec: { command: ./plugin } }
`);

describe('readContext', () => {
  it('reads the context that is named, whichever is current, with its files in it and no relative path', async () => {
    using place = temporary({ config: home, 'ca.pem': 'CA', 'admin.pem': 'CERT' });
    expect(await readContext([place.at('config')], 'stage')).to.deep.equal({
      name: 'stage',
      file: place.at('config'),
      cluster: { server: 'https://127.0.0.1:6443', 'certificate-authority-data': base64('CA') },
      user: {
        'client-certificate-data': base64('CERT'),
        'client-key-data': base64('KEY'),
        tokenFile: place.at('token'),
        exec: { command: place.at('plugin') },
      },
    });
  });

  it('takes what the first of several files has, and lets some be missing', async () => {
    const other = config(`
contexts: [{ name: stage, context: { cluster: other, user: admin } }]
clusters: [{ name: other, cluster: { server: 'https://localhost:1' } }]
`);
    using place = temporary({ config: home, other, 'admin.pem': 'CERT' });
    const { file, cluster } = await readContext(['missing', 'other', 'config'].map(place.at), 'stage');
    expect([file, cluster.server]).to.deep.equal([place.at('other'), 'https://localhost:1']);
  });

  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['that is not there', 'stagin', /config: no context is named "stagin"; there are stage, staging-eu, /],
    [
      'whose cluster is not there',
      'staging-eu',
      /config: context "staging-eu" names cluster "nowhere", which has no server$/,
    ],
    ['whose user is not there', 'userless', /config: context "userless" names user "ghost", which has no entry$/],
    ['whose server is no URL', 'odd', /config: server: expected https:\/\/host:port; there was "127.0.0.1:6443"$/],
    ['whose files are not there', 'stage', /certificate-authority: could not read .*\/ca.pem: ENOENT/],
  ];
  for (const [what, name, pattern] of wrong)
    it(`refuses a context ${what}`, async () => {
      using place = temporary({ config: home });
      const error = await errorOf(readContext([place.at('config')], name));
      expect(error).to.be.instanceOf(BadInputError).with.property('message').that.matches(pattern);
    });

  for (const [what, files, pattern] of [
    ['none of the files is there', {}, /^expected a kubeconfig; there was no file .*\/config$/],
    ['a file is empty', { config: '' }, /config: expected a kubeconfig: it is empty, or no map$/],
    ['a file is no YAML', { config: 'a: [' }, /config: expected a kubeconfig: /],
    [
      'there is no context',
      { config: config('contexts: null') },
      /no context is named "x"; there is no context at all$/,
    ],
  ] as const)
    it(`refuses when ${what}`, async () => {
      using place = temporary(files);
      const error = await errorOf(readContext([place.at('config')], 'x'));
      expect(error).to.be.instanceOf(BadInputError).with.property('message').that.matches(pattern);
    });
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('kubeconfigFiles', () => {
  const table: readonly (readonly [string, string | undefined, Record<string, string>, readonly string[]])[] = [
    ['the file that is named', 'mine', { KUBECONFIG: 'other', HOME: '/home/me' }, ['mine']],
    ['those of KUBECONFIG, each once', undefined, { KUBECONFIG: 'a::b:a', HOME: '/home/me' }, ['a', 'b']],
    ['the one in the home directory', undefined, { KUBECONFIG: '', HOME: '/home/me' }, ['/home/me/.kube/config']],
  ];
  for (const [what, named, environment, files] of table)
    it(`takes ${what}`, () => {
      expect(kubeconfigFiles(named, environment)).to.deep.equal(files);
    });
});

describe('pinnedCopy', () => {
  const context = {
    name: 'stage',
    file: '/home/me/.kube/config',
    cluster: { server: 'https://127.0.0.1:6443' },
    user: { token: 'secret' },
  };

  it('has the context and nothing else, for its owner alone, until it is disposed', async () => {
    let path: string;
    {
      await using copy = await pinnedCopy(context);
      ({ path } = copy);
      expect(statSync(path).mode & 0o777).to.equal(0o600);
      expect(statSync(dirname(path)).mode & 0o077).to.equal(0);
      expect(await readContext([path], 'stage')).to.deep.equal({ ...context, file: path });
      expect(readFileSync(path, 'utf8')).to.contain('current-context: stage');
    }
    expect(existsSync(dirname(path))).to.equal(false);
  });

  it('does not change with the file that it was made of', async () => {
    using place = temporary({ config: configWith('before') });
    await using copy = await pinnedCopy(await readContext([place.at('config')], 'one'));
    writeFileSync(place.at('config'), configWith('after'));
    expect((await readContext([copy.path], 'one')).user.token).to.equal('before');
  });
});

function configWith(token: string): string {
  return `
contexts: [{ name: one, context: { cluster: one, user: one } }]
clusters: [{ name: one, cluster: { server: 'https://127.0.0.1:1' } }]
users: [{ name: one, user: { token: ${token} } }]
`;
}
