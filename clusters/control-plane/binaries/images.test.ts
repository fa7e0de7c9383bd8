import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { settingsFrom } from '../settings.ts';
import { type Exchange, startFront } from '../testing/front.ts';
import { type FilledRegistry, startFilledRegistry } from '../testing/kubernetes-images.ts';
import { startProxy } from '../testing/proxy.ts';
import { expectPrograms, pullFailure } from '../testing/pulling.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { pullImages } from './images.ts';
import { controlPlanePart, kubectlPart, sanityPart, sidecarsPart } from './programs.ts';
import { sidecars, versionsOf } from './versions.ts';

const silent = { progress: () => {}, signal: AbortSignal.any([]) };

describe('pullImages', function () {
  this.timeout(20_000); // a registry, on a machine that may be busy
  let registry: FilledRegistry;
  before(async () => {
    registry = await startFilledRegistry(settingsFrom().cache);
  });
  after(() => registry[Symbol.asyncDispose]());

  it('takes the programs of this architecture out of layers packed with gzip, zstd and not at all', async () => {
    expect(await expectPrograms(registry, { registry: registry.url })).to.deep.equal({
      source: 'images',
      from: new URL(registry.url).host,
    });
  });

  it('takes those of another architecture', async () => {
    await expectPrograms(registry, { registry: registry.url }, 'arm64');
  });

  it('takes kubectl from bin/', async () => {
    await using directory = await temporaryDirectory();
    await pullImages(kubectlPart(versionsOf(), 'amd64'), directory.path, { ...silent, registry: registry.url });
    expect(await readFile(join(directory.path, 'kubectl'), 'utf8')).to.equal(registry.programs.amd64.kubectl);
  });

  it('takes the sidecars from the root of their images, below sig-storage', async () => {
    await using directory = await temporaryDirectory();
    await pullImages(sidecarsPart('arm64'), directory.path, { ...silent, registry: registry.url });
    for (const program of sidecars) {
      const text = await readFile(join(directory.path, program), 'utf8');
      expect(text, program).to.equal(registry.programs.arm64[program]);
    }
  });

  it('says of csi-sanity that there is no image', async () => {
    const { message } = await pullFailure({ registry: registry.url }, sanityPart());
    expect(message).to.equal('there is no official image of csi-sanity');
  });

  it('asks a mirror that keeps the images under a path', async () => {
    await using front = await startFront(registry.url, ({ forward }) => forward());
    await using directory = await temporaryDirectory();
    await pullImages(kubectlPart(versionsOf(), 'amd64'), directory.path, { ...silent, registry: `${front.url}/k8s` });
    expect(front.seen.every(({ path }) => path.startsWith('/v2/k8s/kubectl/'))).to.equal(true);
  });

  it('reports how much it has pulled, in megabytes', async () => {
    const lines: string[] = [];
    await expectPrograms(registry, { registry: registry.url, progress: (line) => lines.push(line) });
    expect(lines.at(-1)).to.match(/^pulling Kubernetes 1\.37\.2 from 127\.0\.0\.1:\d+: (\d+\.\d) of \1 MB, \d+ s$/);
  });

  it('fails without a retry when nothing listens', async () => {
    const pauses: number[] = [];
    const pause = async (ms: number) => void pauses.push(ms);
    const { message } = await pullFailure({ registry: 'http://127.0.0.1:1', pause });
    expect(message).to.contain('ECONNREFUSED');
    expect(pauses).to.deep.equal([]);
  });

  it('tries again, after a pause, what a registry refuses for a moment', async () => {
    const pauses: number[] = [];
    const pause = async (ms: number) => void pauses.push(ms);
    const busy = createServer((_, response) => response.writeHead(503).end()).listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const { port } = busy.address() as AddressInfo;
    const part = kubectlPart(versionsOf(), 'amd64');
    const { message } = await pullFailure({ registry: `http://127.0.0.1:${port}`, pause }, part);
    busy.close();
    expect(message).to.contain('with status 503');
    expect(pauses).to.deep.equal([200, 400, 800, 1600]);
  });

  it('says which image is missing', async () => {
    const part = controlPlanePart({ ...versionsOf(), kubernetes: '1.37.99' }, 'amd64');
    const { message } = await pullFailure({ registry: registry.url }, part);
    expect(message).to.match(
      /^127\.0\.0\.1:\d+\/kube-[-a-z]+: .* refused manifests\/v1\.37\.99 with status 404: .*MANIFEST_UNKNOWN/,
    );
  });

  it('goes through an HTTP proxy', async () => {
    await using proxy = await startProxy(registry.url);
    const lines = await expectPrograms(registry, {
      registry: 'http://registry.example:5000',
      proxy: { http: proxy.url },
    });
    expect(lines.from).to.equal('registry.example:5000');
    expect(proxy.asked).to.include('GET http://registry.example:5000/v2/etcd/manifests/3.7.0-0');
  });

  it('goes past the proxy where NO_PROXY says so', async () => {
    await expectPrograms(registry, {
      registry: registry.url,
      proxy: { http: 'http://127.0.0.1:1', no: 'example.com,127.0.0.1' },
    });
  });
});

describe('pullImages, when the way is bad', function () {
  this.timeout(20_000); // a registry, on a machine that may be busy
  let registry: FilledRegistry;
  before(async () => {
    registry = await startFilledRegistry(settingsFrom().cache);
  });
  after(() => registry[Symbol.asyncDispose]());

  it('goes on where a download was cut, twice', async () => {
    const cuts = new Map<string, number>();
    await using front = await startFront(registry.url, ({ seen, forward }) => {
      const count = cuts.get(seen.path) ?? 0;
      if (!isProgramLayer(seen.path) || count === 2) return forward();
      cuts.set(seen.path, count + 1);
      forward({ cutAfter: 20_000 });
    });
    await expectPrograms(registry, { registry: front.url });
    const layers = front.seen.filter(({ path }) => isProgramLayer(path));
    for (const [path, requests] of Map.groupBy(layers, (seen) => seen.path)) {
      const [first, ...resumed] = requests.map(({ headers }) => headers.range);
      expect(first, path).to.equal(undefined);
      // How much of what was sent had been kept when the connection broke is up to the two kernels' buffers.
      const [from = 0, again = 0] = resumed.map((range) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1]));
      expect(from, path).to.be.within(1, 20_000);
      expect(again, path).to.be.within(from + 1, from + 20_000);
      expect(resumed, path).to.have.length(2);
    }
  });

  it('goes on too where the server knows no ranges', async () => {
    const cut = new Set<string>();
    await using front = await startFront(registry.url, ({ seen, forward }) => {
      if (!isProgramLayer(seen.path)) return forward();
      const { range: _, ...headers } = seen.headers;
      forward({ headers, ...(!cut.has(seen.path) && { cutAfter: 20_000 }) });
      cut.add(seen.path);
    });
    await expectPrograms(registry, { registry: front.url });
  });

  it('tries again when the registry is overloaded', async () => {
    const refused = new Set<string>();
    await using front = await startFront(registry.url, ({ seen, forward, answer }) => {
      if (refused.has(seen.path)) return forward();
      refused.add(seen.path);
      answer.writeHead(503).end();
    });
    await expectPrograms(registry, { registry: front.url });
  });

  it('refuses a layer whose digest is another, and keeps nothing of it', async () => {
    const [wanted = ''] = registry.layers.etcd;
    await using front = await startFront(registry.url, ({ seen, forward }) => {
      const changed = (piece: Buffer) => Buffer.from(piece).fill(0, 20, 21);
      forward(seen.path.endsWith(wanted) ? { changed } : {});
    });
    const { message, kept } = await pullFailure({ registry: front.url });
    expect(message).to.contain(`a layer should have digest ${wanted}, but has sha256:`);
    expect(kept).not.to.contain('etcd');
  });

  it('refuses a manifest whose digest is another', async () => {
    await using front = await startFront(registry.url, ({ seen, forward }) => {
      const changed = (piece: Buffer) => Buffer.from(piece.toString().replace('schemaVersion', 'schemaversion'));
      forward(seen.path.includes('/manifests/sha256:') ? { changed } : {});
    });
    expect((await pullFailure({ registry: front.url })).message).to.match(/manifest sha256:\w+ has digest sha256:/);
  });

  it('ends immediately when it is aborted', async () => {
    const stop = new AbortController();
    await using front = await startFront(registry.url, ({ seen, forward }: Exchange) => {
      if (isProgramLayer(seen.path)) stop.abort(new Error('enough'));
      else forward();
    });
    expect((await pullFailure({ registry: front.url, signal: stop.signal })).message).to.equal('enough');
  });

  function isProgramLayer(path: string): boolean {
    return Object.values(registry.layers).some((digests) => digests.some((digest) => path.endsWith(digest)));
  }
});
