import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect } from 'chai';
import { settingsFrom } from '../settings.ts';
import { certificateFor } from '../testing/certificate.ts';
import { type Exchange, type Front, type Seen, startFront } from '../testing/front.ts';
import { pushImage } from '../testing/images-in-registry.ts';
import { startProxy } from '../testing/proxy.ts';
import { startRegistry } from '../testing/real-registry.ts';
import { layersOf } from './layers.ts';
import { openConnections, type ProxySettings, registryAddress } from './registry-address.ts';
import { openRepository } from './repository.ts';

const signal = AbortSignal.any([]);

describe('openRepository', function () {
  this.timeout(20_000); // a registry, on a machine that may be busy
  let registry: Awaited<ReturnType<typeof startRegistry>>;
  let digest = '';
  before(async () => {
    registry = await startRegistry(settingsFrom().cache);
    const layer = { files: { 'bin/kubectl': 'the program' }, packing: 'tar' as const };
    [digest = ''] = await pushImage(registry.url, { name: 'kubectl', tag: 'v1', layers: { amd64: [layer] } });
  });
  after(() => registry[Symbol.asyncDispose]());

  /** Reads the manifests and the one layer, as a pull does; returns the layer. */
  async function pull(setting: string, proxy: ProxySettings = {}): Promise<string> {
    const connections = openConnections(proxy);
    try {
      const repository = openRepository('kubectl', registryAddress(setting), connections);
      const layers = await layersOf(repository, 'v1', { architecture: 'amd64', signal });
      expect(layers.map((layer) => layer.digest)).to.deep.equal([digest]);
      return await (await repository.get(`blobs/${digest}`, { headers: {}, signal })).body.text();
    } finally {
      await connections.destroy();
    }
  }

  const failure = (pulled: Promise<string>) =>
    pulled.then(
      () => 'no error',
      (error: Error) => error.message,
    );

  it('gets a token where it is asked for one, and asks the token server only once', async () => {
    await using front = await startFront(registry.url, tokenAuthentication('secret-token'));
    expect(await pull(front.url)).to.contain('the program');
    const [asked, ...others] = tokenRequests(front);
    expect(asked?.path).to.equal('/token?service=registry.test&scope=repository%3Akubectl%3Apull');
    expect(others).to.deep.equal([]);
  });

  it('shows user and password of the setting to the token server', async () => {
    await using front = await startFront(registry.url, tokenAuthentication('secret-token'));
    await pull(front.url.replace('//', '//user:p%40ss@'));
    expect(tokenRequests(front)[0]?.headers.authorization).to.equal(basic('user:p@ss'));
  });

  it('shows them to a registry that asks for no token', async () => {
    await using front = await startFront(registry.url, ({ seen, answer, forward }) => {
      if (seen.headers.authorization === basic('user:pass')) return forward();
      answer.writeHead(401, { 'www-authenticate': 'Basic realm="here"' }).end();
    });
    expect(await pull(front.url.replace('//', '//user:pass@'))).to.contain('the program');
    expect(await failure(pull(front.url.replace('//', '//user:other@')))).to.match(
      /refused manifests\/v1 with status 401/,
    );
    expect(await failure(pull(front.url))).to.match(/asks for credentials .*: put user:password@ before the host/);
  });

  it('says so when a token does not help', async () => {
    await using front = await startFront(registry.url, tokenAuthentication('secret-token', 'another-token'));
    expect(await failure(pull(front.url))).to.match(/kubectl: 127\.0\.0\.1:\d+ refused manifests\/v1 with status 401/);
  });

  it('follows a redirection to blob storage, and takes no token along', async () => {
    await using storage = await startFront(registry.url, ({ forward }) => forward());
    const authenticate = tokenAuthentication('secret-token');
    await using front = await startFront(registry.url, (exchange) => {
      const { seen, answer } = exchange;
      if (!seen.path.includes('/blobs/')) return authenticate(exchange);
      answer.writeHead(307, { location: `${storage.url}${seen.path}` }).end();
    });
    expect(await pull(front.url.replace('//', '//user:pass@'))).to.contain('the program');
    expect(front.seen.some(({ headers }) => headers.authorization === 'Bearer secret-token')).to.equal(true);
    expect(storage.seen.map(({ headers }) => headers.authorization)).to.deep.equal([undefined]);
  });

  it('gives up on redirections that lead to each other', async () => {
    await using front = await startFront(registry.url, ({ seen, answer }) =>
      answer.writeHead(302, { location: seen.path }).end(),
    );
    expect(await failure(pull(front.url))).to.match(/more than 5 redirections for manifests\/v1/);
    expect(front.seen.length).to.equal(6);
  });

  it('refuses a redirection from HTTPS to HTTP, and speaks HTTPS through a proxy', async () => {
    const tls = await certificateFor('registry.example');
    const authorities = getCACertificates('default');
    setDefaultCACertificates([...authorities, tls.cert]);
    try {
      let downgrade = false;
      const meddle = ({ seen, answer, forward }: Exchange) =>
        downgrade ? answer.writeHead(302, { location: `${registry.url}${seen.path}` }).end() : forward();
      await using front = await startFront(registry.url, meddle, tls);
      await using proxy = await startProxy(front.url);
      expect(await pull('registry.example', { https: proxy.url })).to.contain('the program');
      expect(new Set(proxy.asked)).to.deep.equal(new Set(['CONNECT registry.example:443']));
      downgrade = true;
      expect(await failure(pull('registry.example', { https: proxy.url }))).to.match(
        /redirects from HTTPS to http:.*: refused/,
      );
    } finally {
      setDefaultCACertificates(authorities);
    }
  });
});

/** Demands a token, as the registries of the big providers do. */
function tokenAuthentication(token: string, given = token): (exchange: Exchange) => void {
  return ({ seen, answer, forward }) => {
    if (seen.path.startsWith('/token?')) return answer.end(JSON.stringify({ token: given }));
    if (seen.headers.authorization === `Bearer ${token}`) return forward();
    const scope = `repository:${seen.path.split('/')[2]}:pull`;
    const challenge = `Bearer realm="http://${seen.headers.host}/token",service="registry.test",scope="${scope}"`;
    return answer.writeHead(401, { 'www-authenticate': challenge }).end();
  };
}

function tokenRequests(front: Front): readonly Seen[] {
  return front.seen.filter(({ path }) => path.startsWith('/token'));
}

function basic(user: string): string {
  return `Basic ${Buffer.from(user).toString('base64')}`;
}
