import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { fakeAssets } from '../testing/fake-assets.ts';
import { fakeGo } from '../testing/fake-go.ts';
import { fakeProgram } from '../testing/fake-program.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { findSanity, findSidecars } from './csi.ts';
import { sidecars, sidecarVersions, versionsOf } from './versions.ts';

const nobody = 'http://127.0.0.1:1';

describe('findSidecars', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy

  async function surroundings() {
    const directory = await temporaryDirectory();
    const { environment } = await fakeGo(directory.path, versionsOf());
    const cache = join(directory.path, 'cache');
    const options = { cache, environment, registry: nobody, progress: () => {}, signal: AbortSignal.any([]) };
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

  it('tells what each source said when there are none', async () => {
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
