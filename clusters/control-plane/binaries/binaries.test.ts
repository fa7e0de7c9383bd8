import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInputError } from '../../../harness/errors.ts';
import { settingsFrom } from '../settings.ts';
import { fakeAssets, fakeGo, fakeProgram } from '../testing/fake-programs.ts';
import { startFront } from '../testing/front.ts';
import { type FilledRegistry, startFilledRegistry } from '../testing/kubernetes-images.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { checkBinarySettings, type FindBinariesOptions, findBinaries, findSanity, findSidecars } from './binaries.ts';
import { fillCache } from './cache.ts';
import { controlPlane, controlPlanePart } from './programs.ts';
import { sidecars, sidecarVersions, type Versions, versionsOf } from './versions.ts';

const { architecture } = controlPlanePart(versionsOf());
const unreachable = 'http://127.0.0.1:1';

describe('findBinaries', function () {
  this.timeout(20_000); // a registry, on a machine that may be busy
  let registry: FilledRegistry;
  before(async () => {
    registry = await startFilledRegistry(settingsFrom().cache);
  });
  after(() => registry[Symbol.asyncDispose]());

  /** An empty cache, a go that only copies, a registry that does not answer, and all lines of progress. */
  async function surroundings() {
    const directory = await temporaryDirectory();
    const { environment, calls } = await fakeGo(directory.path, versionsOf());
    const cache = join(directory.path, 'cache');
    const lines: string[] = [];
    const signal = AbortSignal.any([]);
    const options: FindBinariesOptions = {
      cache,
      environment,
      registry: unreachable,
      progress: (line) => lines.push(line),
      signal,
    };
    const cached = () => readdir(join(cache, 'binaries'));
    return { ...directory, options, lines, calls, cached };
  }

  it('prefers images to go, and what is cached to both', async () => {
    await using around = await surroundings();
    const options = { ...around.options, registry: registry.url };
    const pulled = await findBinaries(options);
    expect(pulled).to.deep.include({ kubernetes: '1.37.2', etcd: '3.7.0', source: 'images' });
    expect(await findBinaries({ ...options, registry: unreachable })).to.deep.equal({ ...pulled, source: 'cache' });
    expect(await readFile(pulled.paths['kube-scheduler'], 'utf8')).to.equal(
      registry.programs[architecture]['kube-scheduler'],
    );
  });

  it('builds with go when the registry cannot be reached, and says why', async () => {
    await using around = await surroundings();
    expect(await findBinaries(around.options)).to.deep.include({ kubernetes: '1.37.2', etcd: '3.7.3', source: 'go' });
    expect(around.lines.join('\n')).to.match(/not from images: .*ECONNREFUSED.*\n.*building with go/);
  });

  it('keeps nothing of an image whose layer has another digest, and goes on to go', async () => {
    await using around = await surroundings();
    const [wanted = ''] = registry.layers.etcd;
    await using front = await startFront(registry.url, ({ seen, forward }) => {
      const changed = (piece: Buffer) => Buffer.from(piece).fill(0, 20, 21);
      forward(seen.path.endsWith(wanted) ? { changed } : {});
    });
    const refused = {
      ...around.options,
      registry: front.url,
      sources: ['images'] as const,
      architecture: 'amd64' as const,
    };
    const error = await findBinaries(refused).catch((cause: Error) => cause);
    expect((error as Error).message).to.contain('a layer should have digest');
    expect(await around.cached()).to.deep.equal([]);
    expect(await findBinaries({ ...refused, sources: ['images', 'go'] })).to.have.property('source', 'go');
  });

  it('fetches once when two ask at the same time', async () => {
    await using around = await surroundings();
    const found = await Promise.all([findBinaries(around.options), findBinaries(around.options)]);
    expect(found[0].paths).to.deep.equal(found[1].paths);
    expect((await around.calls()).filter((call) => call.includes('list -deps'))).to.have.lengthOf(1);
    expect(around.lines).to.include('Kubernetes 1.37.2: waiting for another process that is fetching it');
  });

  it('takes a directory that is named, before it fetches anything', async () => {
    await using around = await surroundings();
    const named = await fakeAssets(around.path, '1.37.1');
    const found = await findBinaries({ ...around.options, directory: named });
    expect(found).to.deep.include({ kubernetes: '1.37.1', source: 'directory' });
    expect(found.paths.etcd).to.equal(join(named, 'etcd'));
  });

  it('goes no further when a named directory is wrong', async () => {
    await using around = await surroundings();
    const directory = await fakeAssets(around.path, '1.35.4');
    const error = await findBinaries({ ...around.options, directory }).catch((cause: Error) => cause);
    expect((error as Error).message).to.match(/1\.35\.4, but Kubernetes 1\.37 is asked for/);
    expect(around.lines).to.deep.equal([]);
  });

  it('says when what is cached goes before a named directory', async () => {
    await using around = await surroundings();
    await findBinaries(around.options);
    await findBinaries({ ...around.options, directory: '/assets' });
    expect(around.lines.at(-1)).to.match(/^Kubernetes 1\.37\.2 is in the cache .*, which goes before \/assets$/);
  });

  it('adds kubectl when it is wanted, without fetching the rest again', async () => {
    await using around = await surroundings();
    expect(await findBinaries(around.options)).not.to.have.property('kubectl');
    const { kubectl = '' } = await findBinaries({ ...around.options, kubectl: true });
    expect(await readFile(kubectl, 'utf8')).to.contain('Client Version: v1.37.2');
    expect((await around.calls()).filter((call) => call.includes('list -deps'))).to.have.lengthOf(2);
  });

  it('makes it again when the sources leave out the cache', async () => {
    await using around = await surroundings();
    await findBinaries(around.options);
    const found = await findBinaries({ ...around.options, registry: registry.url, sources: ['images'] });
    expect(await readFile(found.paths.etcd, 'utf8')).not.to.contain('by go');
  });

  it('reports the answer of each source and what helps, when none has any', async () => {
    await using around = await surroundings();
    const error = await findBinaries({ ...around.options, environment: { PATH: '/nowhere' } }).catch((e: Error) => e);
    const { message } = error as Error;
    expect(message).to.match(
      /^no binaries of Kubernetes 1\.37\.2 for linux\/\w+; tried in this order:\n {2}cache: .* is not there/,
    );
    expect(message).to.match(
      /\n {2}directory: none is named\n {2}images: .*ECONNREFUSED.*\n {2}go: go is not on the PATH/,
    );
    expect(message).to.match(/KUBEBUILDER_ASSETS.*HTTPS_PROXY.*PLIMSOLL_REGISTRY.*Go 1\.26/s);
    expect(await around.cached()).to.deep.equal([]);
  });

  it('refuses a registry that is no address before it looks anywhere', async () => {
    await using around = await surroundings();
    const error = await findBinaries({ ...around.options, registry: 'ftp://x' }).catch((cause: Error) => cause);
    expect((error as Error).message).to.match(/is no address/);
  });
});

describe('findSidecars', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy

  async function surroundings() {
    const directory = await temporaryDirectory();
    const { environment } = await fakeGo(directory.path, versionsOf());
    const cache = join(directory.path, 'cache');
    const options = { cache, environment, registry: unreachable, progress: () => {}, signal: AbortSignal.any([]) };
    return { ...directory, options };
  }

  it('goes past a named directory that lacks them, and finds them in the cache from then on', async () => {
    await using around = await surroundings();
    const options = { ...around.options, directory: await fakeAssets(around.path, '1.37.2') };
    const built = await findSidecars(options);
    expect(built).to.deep.include({ source: 'go', versions: sidecarVersions });
    expect(Object.keys(built.paths)).to.have.members(sidecars);
    expect(await findSidecars(options)).to.deep.equal({ ...built, source: 'cache' });
  });

  it('takes those of a named directory with the versions that they have', async () => {
    await using around = await surroundings();
    const directory = await fakeAssets(around.path, '1.37.2');
    for (const name of sidecars) await writeFile(join(directory, name), fakeProgram(name, '1.2.3'), { mode: 0o755 });
    const found = await findSidecars({ ...around.options, directory });
    expect(found.source).to.equal('directory');
    expect(found.versions['csi-attacher']).to.equal('1.2.3');
    expect(found.paths['csi-resizer']).to.equal(join(directory, 'csi-resizer'));
  });

  it('reports the answer of each source when there are none', async () => {
    await using around = await surroundings();
    const directory = await fakeAssets(around.path, '1.37.2');
    const options = { ...around.options, directory, environment: { PATH: '/nowhere' } };
    const error = await findSidecars(options).catch((cause: Error) => cause);
    const { message } = error as Error;
    expect(message).to.match(/^no binaries of CSI sidecars for linux\/\w+; .*\n {2}cache: .* is not there/);
    expect(message).to.match(/\n {2}directory: \S+ does not hold csi-provisioner, csi-attacher, csi-resizer\n/);
    expect(message).to.match(/\n {2}images: .*ECONNREFUSED.*\n {2}go: go is not on the PATH/);
  });

  it('finds csi-sanity, of which there is no image, with go', async () => {
    await using around = await surroundings();
    expect(await findSanity(around.options)).to.match(/binaries\/csi-sanity-5\.4\.0-linux-\w+\/csi-sanity$/);
  });
});

const signal = AbortSignal.any([]);
const nothing = () => undefined;

describe('checkBinarySettings', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy

  async function refusal(settings: { kubernetes?: string; directory?: string; registry?: string }, cache: string) {
    const error = await checkBinarySettings({ ...settings, cache, signal }).then(nothing, (cause: Error) => cause);
    if (error) expect(error).to.be.instanceOf(BadInputError);
    return error?.message;
  }

  it('refuses a wrong address of a registry, and a directory that lacks programs or has another minor', async () => {
    await using place = await temporaryDirectory();
    const directory = join(place.path, 'programs');
    await mkdir(directory);
    expect(await refusal({ registry: 'ftp://mirror.example' }, place.path)).to.match(
      /^the registry ftp:.* is no address/,
    );
    expect(await refusal({ directory }, place.path)).to.match(/has no program etcd, kube-apiserver/);
    await fakePrograms(directory, versionsOf('1.36'));
    expect(await refusal({ directory, kubernetes: '1.37' }, place.path)).to.match(/Kubernetes 1\.37 is asked for/);
    expect(await readdir(place.path)).to.deep.equal(['programs']);
  });

  it('accepts what is right, and nothing set at all', async () => {
    await using place = await temporaryDirectory();
    await fakePrograms(place.path, versionsOf('1.36'));
    const settings = { directory: place.path, kubernetes: '1.36', registry: 'mirror.example/k8s' };
    expect(await refusal(settings, place.path)).to.equal(undefined);
    expect(await refusal({}, place.path)).to.equal(undefined);
  });

  it('does not look at a directory that the cache goes before', async () => {
    await using place = await temporaryDirectory();
    const fill = async (directory: string) => {
      await fakePrograms(directory, versionsOf());
      return { source: 'go', from: 'tests' } as const;
    };
    const options = { fill, refetch: false, progress: nothing, signal };
    await fillCache(join(place.path, 'binaries'), controlPlanePart(versionsOf()), options);
    expect(await refusal({ directory: '/nowhere' }, place.path)).to.equal(undefined);
    expect(await refusal({ directory: '/nowhere', kubernetes: '1.36' }, place.path)).to.match(/has no program/);
  });
});

async function fakePrograms(directory: string, { kubernetes, etcd }: Versions): Promise<void> {
  for (const program of controlPlane) {
    const text = fakeProgram(program, program === 'etcd' ? etcd : kubernetes);
    await writeFile(join(directory, program), text, { mode: 0o755 });
  }
}
