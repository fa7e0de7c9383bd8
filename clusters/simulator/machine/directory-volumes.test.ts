import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { contentOf } from '../cloud/disks.ts';
import { directoryVolumes } from './directory-volumes.ts';
import type { MakeVolume, Volume } from './volume.ts';

const where = ({ directory = '' }: Volume, path = '') => join(directory, path);

describe('directoryVolumes', () => {
  let root: Awaited<ReturnType<typeof mkdtempDisposable>>;
  let make: MakeVolume;
  before(async () => {
    root = await mkdtempDisposable(join(tmpdir(), 'plimsoll-volumes-'));
    make = directoryVolumes(root.path);
  });
  after(() => root[Symbol.asyncDispose]());

  it('keep what is in a zone apart from what all zones share', () => {
    expect(where(make({ id: 'vol-1', zone: 'a' }))).to.match(/\/zones\/a\/vol-1-[0-9a-f]{12}$/);
    expect(where(make({ id: 'vol-1', zone: 'b' }))).to.match(/\/zones\/b\/vol-1-[0-9a-f]{12}$/);
    expect(where(make({ id: 'vol-1' }))).to.match(/\/shared\/vol-1-[0-9a-f]{12}$/);
  });

  it('make a name of a file of any id, and another one of another id', () => {
    const ids = ['/subscriptions/0/disks/pvc-1', '/subscriptions/0#disks/pvc-1', `g#${'x'.repeat(300)}#s##`];
    const names = ids.map((id) => where(make({ id })).slice(root.path.length + '/shared/'.length));
    for (const name of names) expect(name).to.match(/^[A-Za-z0-9.-]{1,80}$/);
    expect(new Set(names)).to.have.length(ids.length);
  });

  it('are what pods see, and show what pods have written', () => {
    const volume = make({ id: 'seen' }, { content: { 'a/page': 'here' } });
    expect(readFileSync(where(volume, 'a/page'), 'utf8')).to.equal('here');
    mkdirSync(where(volume, 'b'));
    writeFileSync(where(volume, 'b/new'), 'theirs');
    expect(contentOf(volume)).to.deep.equal({ 'a/page': 'here', 'b/new': 'theirs' });
    volume.write('a/page', 'there');
    volume.mkdir('c');
    expect(readFileSync(where(volume, 'a/page'), 'utf8')).to.equal('there');
    expect(volume.isDirectory('c')).to.equal(true);
    expect(() => volume.write('d/f', 'x')).to.throw('No such file or directory');
  });

  it('are looked through without reading what is in the files', () => {
    const volume = make({ id: 'large' });
    writeFileSync(where(volume, 'huge'), '');
    truncateSync(where(volume, 'huge'), 2 ** 40);
    expect(volume.list()).to.deep.equal(['huge']);
    expect(volume.isDirectory('huge')).to.equal(false);
    expect(volume.ownership('huge')).to.have.property('uid');
    expect(() => volume.mkdir('huge/d')).to.throw('Not a directory');
    expect(() => volume.read('huge')).to.throw('File too large');
  });

  it('copy what another one holds', () => {
    const original = make({ id: 'original' }, { content: { f: '1', 'd/f': '2' } });
    const copy = make({ id: 'copy' }, { content: contentOf(original) });
    original.write('f', 'changed');
    expect(contentOf(copy)).to.deep.equal({ f: '1', 'd/f': '2' });
  });

  it('belong to their owners', () => {
    const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, mode: 0o2770 };
    const volume = make({ id: 'owned' }, { root: owner });
    expect(volume.ownership()).to.deep.equal(owner);
    expect(statSync(where(volume)).mode & 0o7777).to.equal(0o2770);
  });

  it('report their owners, also where this user may not change them', () => {
    const volume = make({ id: 'promised' }, { root: { uid: 50_000, gid: 50_001, mode: 0o700 } });
    expect(volume.ownership()).to.deep.equal({ uid: 50_000, gid: 50_001, mode: 0o700 });
  });

  it('follow no symbolic link, as any pod can make one', async () => {
    await using outside = await mkdtempDisposable(join(tmpdir(), 'plimsoll-outside-'));
    writeFileSync(join(outside.path, 'secret'), 'secret');
    const volume = make({ id: 'links' });
    symlinkSync(outside.path, where(volume, 'directory'));
    symlinkSync(join(outside.path, 'secret'), where(volume, 'file'));
    expect(volume.list()).to.deep.equal([]);
    expect(volume.read('file')).to.equal(undefined);
    expect(volume.read('directory/secret')).to.equal(undefined);
    expect(() => volume.write('directory/new', 'x')).to.throw('No such file or directory');
    expect(() => volume.write('file', 'x')).to.throw();
    expect(readFileSync(join(outside.path, 'secret'), 'utf8')).to.equal('secret');
    expect(existsSync(join(outside.path, 'new'))).to.equal(false);
  });

  it('begin empty when their id is used again', () => {
    make({ id: 'again' }, { content: { old: 'old' } });
    expect(readdirSync(where(make({ id: 'again' })))).to.deep.equal([]);
  });
});
