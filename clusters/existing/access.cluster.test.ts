import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Cluster } from '../../harness/cluster.ts';
import { settingsFrom } from '../control-plane/settings.ts';
import { startProxy } from '../control-plane/testing/proxy.ts';
import { errorOf } from '../testing/contract-objects.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig.ts';
import { existing } from './provider.ts';
import { kubeconfigOf, plane, serviceAccount } from './testing/existing-cluster.ts';
import { credential, execVersion, plugin } from './testing/plugin.ts';
import { temporary } from './testing/temporary.ts';

describe('the ways to an existing cluster', () => {
  let there: Cluster;
  let token: string;
  const undo = new AsyncDisposableStack();
  before(async () => {
    there = undo.use(await plane(settingsFrom()));
    token = await serviceAccount(there.api, 'known');
  });
  after(() => undo.disposeAsync());

  async function connect(place: ReturnType<typeof temporary>, own?: string): Promise<Cluster> {
    const { signal } = new AbortController();
    const options = { kubeconfig: place.at('config'), context: 'other', environment: { PATH: process.env.PATH } };
    return existing({ ...options, ...(own !== undefined && { own }) }).start({
      pace: 1,
      progress: () => undefined,
      signal,
    });
  }
  const through = (cluster: ClusterEntry, user?: UserEntry) =>
    temporary({ config: kubeconfigOf(there, { cluster, ...(user && { user }) }) });

  it('goes through a proxy, which makes it a cluster elsewhere', async () => {
    await using proxy = await startProxy(there.connection.server);
    using place = through({ 'proxy-url': proxy.url });
    expect(((await errorOf(connect(place))) as Error).message).to.contain('which is not on this machine');
    await using cluster = await connect(place, 'other');
    expect(cluster.kubernetes).to.equal(there.kubernetes);
    expect(proxy.asked[0]).to.equal(`CONNECT ${new URL(there.connection.server).host}`);
  });

  it('holds the server to the name that its certificate must bear', async () => {
    using right = through({ 'tls-server-name': 'kubernetes.default.svc' });
    await using cluster = await connect(right, 'other');
    expect(cluster.connection.serverName).to.equal('kubernetes.default.svc');
    using wrong = through({ 'tls-server-name': 'example.com' });
    expect(((await errorOf(connect(wrong, 'other'))) as Error).message).to.match(/could not ask .* altnames/);
  });

  it('skips a certificate check where the kubeconfig says so', async () => {
    using unknown = through({ 'certificate-authority-data': '' });
    expect(((await errorOf(connect(unknown))) as Error).message).to.match(/could not ask .* certificate/);
    using place = through({ 'certificate-authority-data': '', 'insecure-skip-tls-verify': true });
    expect(((await errorOf(connect(place))) as Error).message).to.contain('which is not on this machine');
    await using cluster = await connect(place, 'other');
    expect(cluster.kubernetes).to.equal(there.kubernetes);
  });

  it('acts for another user', async () => {
    const { users } = { users: kubeconfigOf(there, {}) };
    using place = temporary({ config: users.replace('    user:\n', '    user:\n      as: stranger\n') });
    expect(((await errorOf(connect(place))) as Error).message).to.contain('context "other" (stranger) may not');
  });

  const starts = (place: ReturnType<typeof temporary>) =>
    readFileSync(place.at('starts'), 'utf8').split('\n').length - 1;
  const withPlugin = (script: string, answer: string) => {
    const files = { plugin: script, answer, good: credential({ token }) };
    const place = temporary(files);
    const exec = { apiVersion: execVersion, command: place.at('plugin') };
    const config = kubeconfigOf(there, { user: { exec } });
    const configured = temporary({ config });
    return { place, configured, [Symbol.dispose]: () => [place, configured].map((one) => one[Symbol.dispose]()) };
  };

  it('has the token of a credential plugin, which is started once while the token is good', async () => {
    using files = withPlugin(plugin, credential({ token }));
    const refused = (await errorOf(connect(files.configured))) as Error;
    expect(refused.message).to.contain('(system:serviceaccount:default:known) may not');
    expect(starts(files.place)).to.equal(1);
  });

  it('starts the plugin again when its token has expired', async () => {
    using files = withPlugin(plugin, credential({ token, expirationTimestamp: '2020-01-01T00:00:00Z' }));
    const refused = (await errorOf(connect(files.configured))) as Error;
    expect(refused.message).to.contain('(system:serviceaccount:default:known) may not');
    expect(starts(files.place)).to.be.above(3);
  });

  it('starts the plugin again, once for all, when its token is refused', async () => {
    const improving = `${plugin}mv good answer || true\n`;
    using files = withPlugin(improving, credential({ token: 'no-such-token' }));
    const refused = (await errorOf(connect(files.configured))) as Error;
    expect(refused.message).to.contain('(system:serviceaccount:default:known) may not');
    expect(starts(files.place)).to.equal(2);
  });

  it('reports credentials that the server refuses', async () => {
    using place = through({}, { token: 'no-such-token' });
    expect(((await errorOf(connect(place))) as Error).message).to.match(
      /^context "other": could not ask .*Unauthorized$/,
    );
  });
});
