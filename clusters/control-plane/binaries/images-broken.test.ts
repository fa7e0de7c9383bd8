import { expect } from 'chai';
import { settingsFrom } from '../settings.ts';
import { type FilledRegistry, startFilledRegistry } from '../testing/filled-registry.ts';
import { type Exchange, startFront } from '../testing/front.ts';
import { expectPrograms, pullFailure } from '../testing/pulling.ts';

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

  it('ends at once when it is aborted', async () => {
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
