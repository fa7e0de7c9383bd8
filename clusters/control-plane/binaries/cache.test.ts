import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { fakeProgram } from '../testing/fake-programs.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { type FillOptions, fillCache, readCached } from './cache.ts';
import { controlPlane, controlPlanePart } from './programs.ts';
import { versionsOf } from './versions.ts';

const part = controlPlanePart(versionsOf());

async function fakes(directory: string, versions: { kubernetes: string; etcd: string } = versionsOf(), note = '') {
  for (const program of controlPlane) {
    const version = program === 'etcd' ? versions.etcd : versions.kubernetes;
    await writeFile(join(directory, program), fakeProgram(program, version, { note }), { mode: 0o755 });
  }
  return { source: 'go', from: 'tests' } as const;
}

const options: FillOptions = { fill: fakes, refetch: false, progress: () => {}, signal: AbortSignal.any([]) };

describe('fillCache', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy
  it('keeps what was filled, and says where it came from', async () => {
    await using cache = await temporaryDirectory();
    const made = await fillCache(cache.path, part, options);
    const read = await readCached(cache.path, part);
    expect(read).to.deep.equal(made);
    expect(read?.versions).to.deep.include({ 'kube-apiserver': '1.37.2', etcd: '3.7.3' });
    expect(await readdir(cache.path)).to.deep.equal([part.directory]);
  });

  it('is filled once when several want it at the same time', async () => {
    await using cache = await temporaryDirectory();
    let fills = 0;
    const fill = (directory: string) => {
      fills++;
      return fakes(directory);
    };
    const made = await Promise.all([1, 2, 3].map(() => fillCache(cache.path, part, { ...options, fill })));
    expect({ fills, paths: new Set(made.map(({ path }) => path)).size }).to.deep.equal({ fills: 1, paths: 1 });
  });

  it('keeps nothing of what failed', async () => {
    await using cache = await temporaryDirectory();
    const fill = async (directory: string) => {
      await fakes(directory);
      throw new Error('cut');
    };
    const error = await fillCache(cache.path, part, { ...options, fill }).catch((cause: Error) => cause);
    expect(error).to.have.property('message', 'cut');
    expect(await readdir(cache.path)).to.deep.equal([]);
  });

  it('refuses programs of another version', async () => {
    await using cache = await temporaryDirectory();
    const fill = (directory: string) => fakes(directory, { kubernetes: '1.37.1', etcd: '3.7.3' });
    const error = await fillCache(cache.path, part, { ...options, fill }).catch((cause: Error) => cause);
    expect((error as Error).message).to.match(/kube-\S+ is version 1\.37\.1, but 1\.37\.2 was expected/);
    expect(await readdir(cache.path)).to.deep.equal([]);
  });

  it('is not misled by what a killed process left, and removes it', async () => {
    await using cache = await temporaryDirectory();
    const child = fork(join(import.meta.dirname, '../testing/fill-and-hang.ts'), [cache.path], { execArgv: [] });
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [left = ''] = await readdir(cache.path);
    await lastWritten(join(cache.path, left), 61);
    expect(await readCached(cache.path, part)).to.equal(undefined);
    await fillCache(cache.path, part, options);
    expect(await readdir(cache.path)).to.deep.equal([part.directory]);
  });

  it('leaves alone what another process wrote to within the hour, such as one in a container', async () => {
    await using cache = await temporaryDirectory();
    const theirs = `.${part.directory}.theirs`;
    await mkdir(join(cache.path, theirs));
    await writeFile(join(cache.path, theirs, 'etcd'), '');
    await writeFile(join(cache.path, theirs, 'kube-scheduler'), '');
    await lastWritten(join(cache.path, theirs), 120);
    await minutesAgo(join(cache.path, theirs, 'etcd'), 59);
    await fillCache(cache.path, part, options);
    expect(await readdir(cache.path)).to.have.members([part.directory, theirs]);
  });

  it('replaces what is there when it must be fetched again', async () => {
    await using cache = await temporaryDirectory();
    await fillCache(cache.path, part, options);
    const fill = (directory: string) => fakes(directory, versionsOf(), 'second');
    const { path } = await fillCache(cache.path, part, { ...options, fill, refetch: true });
    expect(await readFile(join(path, 'etcd'), 'utf8')).to.contain('second');
    expect(await readdir(cache.path)).to.deep.equal([part.directory]);
  });
});

describe('readCached', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy
  const harms: Record<string, (path: string) => Promise<void>> = {
    'lacks a program': (path) => rm(join(path, 'kube-scheduler')),
    'has a program of another size': (path) => appendFile(join(path, 'etcd'), '!'),
    'has a program that cannot be run': (path) => chmod(join(path, 'etcd'), 0o644),
    'does not say where it came from': (path) => rm(join(path, 'origin.json')),
    'says so in no JSON': (path) => writeFile(join(path, 'origin.json'), '{'),
  };
  for (const [what, harm] of Object.entries(harms)) {
    it(`does not take what ${what}, which is then filled again`, async () => {
      await using cache = await temporaryDirectory();
      const { path } = await fillCache(cache.path, part, options);
      await harm(path);
      expect(await readCached(cache.path, part)).to.equal(undefined);
      await fillCache(cache.path, part, options);
      expect(await readCached(cache.path, part)).not.to.equal(undefined);
    });
  }

  it('does not take an etcd of a version that this release does not use', async () => {
    await using cache = await temporaryDirectory();
    await fillCache(cache.path, part, options);
    const later = controlPlanePart({ ...versionsOf(), etcd: '3.8.0', etcdImage: '3.8.0-0' });
    expect(await readCached(cache.path, later)).to.equal(undefined);
  });
});

/** Makes a directory look as if it and its files had not been written to for so many minutes. */
async function lastWritten(directory: string, minutes: number): Promise<void> {
  for (const name of await readdir(directory)) await minutesAgo(join(directory, name), minutes);
  await minutesAgo(directory, minutes);
}

function minutesAgo(path: string, minutes: number): Promise<void> {
  const then = new Date(Date.now() - minutes * 60_000);
  return utimes(path, then, then);
}
