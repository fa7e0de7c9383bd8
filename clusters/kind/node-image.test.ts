import { expect } from 'chai';
import { supportedVersions } from '../control-plane/binaries/versions.ts';
import { readyImage, releasedImage } from './node-image.ts';
import { type Answer, fakeDocker } from './testing/fake-docker.ts';

const absent = { code: 1, complaint: 'Error: No such image: a/node:v1' };
const image = 'a/node:v1';

function asked(answers: Readonly<Record<string, Answer>>, minor?: string) {
  const { docker, asked: commands } = fakeDocker(answers);
  const lines: string[] = [];
  const progress = (line: string) => lines.push(line);
  const version = readyImage(docker, { image, cluster: 'c', minor, progress, signal: new AbortController().signal });
  return { version, commands, lines };
}

async function failure(answers: Readonly<Record<string, Answer>>, minor?: string): Promise<string> {
  return asked(answers, minor).version.then(
    () => 'no error',
    ({ message }: Error) => message,
  );
}

describe('releasedImage', () => {
  for (const { minor } of supportedVersions)
    it(`is pinned for Kubernetes ${minor}`, () =>
      expect(releasedImage(minor)).to.match(new RegExp(`^kindest/node:v${minor}\\.\\d+@sha256:[0-9a-f]{64}$`)));

  it('is of the newest minor when none is asked for', () =>
    expect(releasedImage()).to.equal(releasedImage(supportedVersions[0]?.minor)));

  it('says what to do for another minor', () =>
    expect(() => releasedImage('1.99')).to.throw(
      /1\.99 is known, only of .*: give one, such as --image kindest\/node:v1\.99\.0/,
    ));
});

describe('readyImage', () => {
  it('reads the version of one that is here', async () => {
    const { version, commands, lines } = asked({ 'image inspect': 'sha256:1', run: 'v1.37.2' });
    expect(await version).to.equal('1.37.2');
    expect(commands.some((command) => command.startsWith('pull'))).to.equal(false);
    expect(lines).to.deep.equal([]);
  });

  it('pulls one that is not, and reports that it does', async () => {
    const { version, lines } = asked({ 'image inspect': absent, pull: '', run: 'v1.36.4\n' });
    expect(await version).to.equal('1.36.4');
    expect(lines).to.deep.equal(['pulling the node image a/node:v1']);
  });

  it('says that it can neither be found nor be pulled, and why', async () =>
    expect(await failure({ 'image inspect': absent, pull: { code: 1, complaint: 'no route to host' } })).to.equal(
      'the node image a/node:v1 is not here and cannot be pulled: no route to host; ' +
        'name an image that is here or can be pulled: --image',
    ));

  it('rejects an image that is no node image', async () =>
    expect(await failure({ 'image inspect': 'sha256:1', run: { code: 1, complaint: 'cat: no such file' } })).to.equal(
      'a/node:v1 is no node image of kind, which has its version in /kind/version: cat: no such file',
    ));

  it('refuses one of another minor than was asked for', async () =>
    expect(await failure({ 'image inspect': 'sha256:1', run: 'v1.36.4' }, '1.37')).to.equal(
      'the node image a/node:v1 has Kubernetes 1.36.4, but 1.37 was asked for: give another --image',
    ));

  it('repeats what an engine says that does not answer', async () =>
    expect(await failure({ 'image inspect': { code: 1, complaint: 'Cannot connect' } })).to.match(/: Cannot connect$/));
});
