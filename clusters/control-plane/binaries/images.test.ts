import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { settingsFrom } from '../settings.ts';
import { type FilledRegistry, startFilledRegistry } from '../testing/filled-registry.ts';
import { startFront } from '../testing/front.ts';
import { startProxy } from '../testing/proxy.ts';
import { expectPrograms, pullFailure } from '../testing/pulling.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { pullImages } from './images.ts';
import { controlPlanePart, kubectlPart, sanityPart, sidecarsPart } from './part.ts';
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

  it('tells how much it has pulled, in megabytes', async () => {
    const lines: string[] = [];
    await expectPrograms(registry, { registry: registry.url, progress: (line) => lines.push(line) });
    expect(lines.at(-1)).to.match(/^pulling Kubernetes 1\.37\.2 from 127\.0\.0\.1:\d+: (\d+\.\d) of \1 MB, \d+ s$/);
  });

  it('fails without trying again when nobody listens', async () => {
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
