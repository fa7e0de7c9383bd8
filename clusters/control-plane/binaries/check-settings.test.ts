import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInputError } from '../../../harness/bad-input.ts';
import { fakeProgram } from '../testing/fake-program.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { fillCache } from './cache.ts';
import { checkBinarySettings } from './check-settings.ts';
import { controlPlane, controlPlanePart } from './part.ts';
import { type Versions, versionsOf } from './versions.ts';

const signal = AbortSignal.any([]);
const nothing = () => undefined;

describe('checkBinarySettings', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy

  async function refusal(settings: { kubernetes?: string; directory?: string; registry?: string }, cache: string) {
    const error = await checkBinarySettings({ ...settings, cache, signal }).then(nothing, (cause: Error) => cause);
    if (error) expect(error).to.be.instanceOf(BadInputError);
    return error?.message;
  }

  it('refuses a registry that is no address, and a directory that lacks programs or has those of another minor', async () => {
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
    const options = { fill, anew: false, progress: nothing, signal };
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
