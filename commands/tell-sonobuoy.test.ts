import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { asPlugin } from './tell-sonobuoy.ts';

const directory = () => mkdtempDisposable(join(tmpdir(), 'plimsoll-sonobuoy-'));
const written = async (path: string) => {
  await writeFile(path, '<testsuites/>');
  return { results: path, exitCode: 1 };
};

describe('asPlugin', () => {
  it('puts the results where Sonobuoy looks, and says so in a file of its own', async () => {
    await using place = await directory();
    const results = join(place.path, 'results');
    const done = await asPlugin(results, () => written(join(place.path, 'junit_1.xml')));
    expect(done.exitCode).to.equal(1);
    expect(await readFile(join(results, 'done'), 'utf8')).to.equal(join(results, 'junit_1.xml'));
    expect(await readFile(join(results, 'junit_1.xml'), 'utf8')).to.equal('<testsuites/>');
    expect(await readdir(results)).to.have.members(['done', 'junit_1.xml']);
  });

  it('leaves results where they are when they are there already', async () => {
    await using place = await directory();
    await asPlugin(place.path, () => written(join(place.path, 'junit_1.xml')));
    expect(await readFile(join(place.path, 'done'), 'utf8')).to.equal(join(place.path, 'junit_1.xml'));
  });

  it('says what went wrong when there are none, and rejects with it', async () => {
    await using place = await directory();
    const failed = await asPlugin(place.path, () => Promise.reject(new Error('no such context'))).catch(String);
    expect(failed).to.equal('Error: no such context');
    const done = await readFile(join(place.path, 'done'), 'utf8');
    expect(done).to.equal(join(place.path, 'error.log'));
    expect(await readFile(done, 'utf8')).to.equal('no such context\n');
  });

  it('does not let the worker take the results of a run before for those of this one', async () => {
    await using place = await directory();
    await mkdir(place.path, { recursive: true });
    await writeFile(join(place.path, 'done'), '/results/of/before.xml');
    await asPlugin(place.path, async () => {
      expect(await readdir(place.path)).to.deep.equal([]);
      return written(join(place.path, 'junit_1.xml'));
    });
  });

  it('writes nothing where there is no Sonobuoy', async () => {
    await using place = await directory();
    await asPlugin(undefined, () => written(join(place.path, 'junit_1.xml')));
    expect(await readdir(place.path)).to.deep.equal(['junit_1.xml']);
  });
});
