import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { environment } from '../../../commands/environment.ts';
import type { Architecture } from './binaries.ts';
import { pullImages } from './images.ts';
import { controlPlane, controlPlanePart, kubectlPart } from './part.ts';
import { type FilledRegistry, startFilledRegistry } from './testing/filled-registry.ts';
import { type Exchange, startFront } from './testing/front.ts';
import { startProxy } from './testing/proxy.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';
import { versionsOf } from './versions.ts';

const silent = { progress: () => {}, signal: AbortSignal.any([]) };

describe('pullImages', function () {
  this.timeout(20_000); // a registry, on a machine that may be busy
  let registry: FilledRegistry;
  before(async () => {
    registry = await startFilledRegistry(environment().cache);
  });
  after(() => registry[Symbol.asyncDispose]());

  async function expectPrograms(
    options: Partial<Parameters<typeof pullImages>[2]>,
    architecture: Architecture = 'amd64',
  ) {
    await using directory = await temporaryDirectory();
    const pulled = await pullImages(controlPlanePart(versionsOf(), architecture), directory.path, {
      ...silent,
      ...options,
    });
    expect(await readdir(directory.path)).to.have.members(controlPlane);
    for (const program of controlPlane) {
      const path = join(directory.path, program);
      expect(await readFile(path, 'utf8'), program).to.equal(registry.programs[architecture][program]);
      expect((await stat(path)).mode & 0o777, program).to.equal(0o755);
    }
    return pulled;
  }

  async function failure(
    options: Partial<Parameters<typeof pullImages>[2]>,
    part = controlPlanePart(versionsOf(), 'amd64'),
  ) {
    await using directory = await temporaryDirectory();
    const error = await pullImages(part, directory.path, { ...silent, ...options }).then(
      () => undefined,
      (cause: Error) => cause,
    );
    const kept = (await readdir(directory.path)).filter((name) => !name.endsWith('.layer'));
    return { message: error?.message ?? 'no error', kept };
  }

  it('takes the programs of this architecture out of layers packed with gzip, zstd and not at all', async () => {
    expect(await expectPrograms({ registry: registry.url })).to.deep.equal({
      source: 'images',
      from: new URL(registry.url).host,
    });
  });

  it('takes those of another architecture', async () => {
    await expectPrograms({ registry: registry.url }, 'arm64');
  });

  it('takes kubectl from bin/', async () => {
    await using directory = await temporaryDirectory();
    await pullImages(kubectlPart(versionsOf(), 'amd64'), directory.path, { ...silent, registry: registry.url });
    expect(await readFile(join(directory.path, 'kubectl'), 'utf8')).to.equal(registry.programs.amd64.kubectl);
  });

  it('asks a mirror that keeps the images under a path', async () => {
    await using front = await startFront(registry.url, ({ forward }) => forward());
    await using directory = await temporaryDirectory();
    await pullImages(kubectlPart(versionsOf(), 'amd64'), directory.path, { ...silent, registry: `${front.url}/k8s` });
    expect(front.seen.every(({ path }) => path.startsWith('/v2/k8s/kubectl/'))).to.equal(true);
  });

  it('tells how much it has pulled, in megabytes', async () => {
    const lines: string[] = [];
    await expectPrograms({ registry: registry.url, progress: (line) => lines.push(line) });
    expect(lines.at(-1)).to.match(/^pulling Kubernetes 1\.37\.2 from 127\.0\.0\.1:\d+: (\d+\.\d) of \1 MB, \d+ s$/);
  });

  it('goes on where a download was cut, twice', async () => {
    const cuts = new Map<string, number>();
    await using front = await startFront(registry.url, ({ seen, forward }) => {
      const count = cuts.get(seen.path) ?? 0;
      if (!isProgramLayer(seen.path) || count === 2) return forward();
      cuts.set(seen.path, count + 1);
      forward({ cutAfter: 20_000 });
    });
    await expectPrograms({ registry: front.url });
    const ranges = front.seen.filter(({ path }) => isProgramLayer(path)).map(({ headers }) => headers.range);
    expect(ranges).to.have.members([
      ...Array(4).fill(undefined),
      ...Array(4).fill('bytes=20000-'),
      ...Array(4).fill('bytes=40000-'),
    ]);
  });

  it('goes on too where the server knows no ranges', async () => {
    const cut = new Set<string>();
    await using front = await startFront(registry.url, ({ seen, forward }) => {
      if (!isProgramLayer(seen.path)) return forward();
      const { range: _, ...headers } = seen.headers;
      forward({ headers, ...(!cut.has(seen.path) && { cutAfter: 20_000 }) });
      cut.add(seen.path);
    });
    await expectPrograms({ registry: front.url });
  });

  it('tries again when the registry is overloaded', async () => {
    const refused = new Set<string>();
    await using front = await startFront(registry.url, ({ seen, forward, answer }) => {
      if (refused.has(seen.path)) return forward();
      refused.add(seen.path);
      answer.writeHead(503).end();
    });
    await expectPrograms({ registry: front.url });
  });

  it('refuses a layer whose digest is another, and keeps nothing of it', async () => {
    const [wanted = ''] = registry.layers.etcd;
    await using front = await startFront(registry.url, ({ seen, forward }) => {
      const changed = (piece: Buffer) => Buffer.from(piece).fill(0, 20, 21);
      forward(seen.path.endsWith(wanted) ? { changed } : {});
    });
    const { message, kept } = await failure({ registry: front.url });
    expect(message).to.contain(`a layer should have digest ${wanted}, but has sha256:`);
    expect(kept).not.to.contain('etcd');
  });

  it('refuses a manifest whose digest is another', async () => {
    await using front = await startFront(registry.url, ({ seen, forward }) => {
      const changed = (piece: Buffer) => Buffer.from(piece.toString().replace('schemaVersion', 'schemaversion'));
      forward(seen.path.includes('/manifests/sha256:') ? { changed } : {});
    });
    expect((await failure({ registry: front.url })).message).to.match(/manifest sha256:\w+ has digest sha256:/);
  });

  it('fails without trying again when nobody listens', async () => {
    const began = performance.now();
    const { message } = await failure({ registry: 'http://127.0.0.1:1' });
    expect(message).to.contain('ECONNREFUSED');
    expect(performance.now() - began).to.be.lessThan(2500) /* five attempts take 3 s */;
  });

  it('says which image is missing', async () => {
    const part = controlPlanePart({ ...versionsOf(), kubernetes: '1.37.99' }, 'amd64');
    const { message } = await failure({ registry: registry.url }, part);
    expect(message).to.match(
      /^127\.0\.0\.1:\d+\/kube-[-a-z]+: .* refused manifests\/v1\.37\.99 with status 404: .*MANIFEST_UNKNOWN/,
    );
  });

  it('goes through an HTTP proxy', async () => {
    await using proxy = await startProxy(registry.url);
    const lines = await expectPrograms({ registry: 'http://registry.example:5000', proxy: { http: proxy.url } });
    expect(lines.from).to.equal('registry.example:5000');
    expect(proxy.asked).to.include('GET http://registry.example:5000/v2/etcd/manifests/3.7.0-0');
  });

  it('goes past the proxy where NO_PROXY says so', async () => {
    await expectPrograms({
      registry: registry.url,
      proxy: { http: 'http://127.0.0.1:1', no: 'example.com,127.0.0.1' },
    });
  });

  it('ends at once when it is aborted', async () => {
    const stop = new AbortController();
    await using front = await startFront(registry.url, ({ seen, forward }: Exchange) => {
      if (isProgramLayer(seen.path)) stop.abort(new Error('enough'));
      else forward();
    });
    expect((await failure({ registry: front.url, signal: stop.signal })).message).to.equal('enough');
  });

  function isProgramLayer(path: string): boolean {
    return Object.values(registry.layers).some((digests) => digests.some((digest) => path.endsWith(digest)));
  }
});
