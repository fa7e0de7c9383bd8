import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadScenarios } from '../harness/engine/load-scenarios.ts';
import { BadInputError } from '../harness/errors.ts';
import { parseImages, readImages } from './read-images.ts';

const known = ['busybox:1.35.0', 'docker.io/nginx:1.20'];
const digest = `sha256:${'1a'.repeat(32)}`;

describe('parseImages', () => {
  for (const to of ['mirror.example/busybox:1.35.0', 'localhost:5000/busybox', `mirror.example:443/a/b@${digest}`, 'b'])
    it(`takes ${to}`, () => {
      expect([...parseImages(`busybox:1.35.0: ${to}\n`, { file: 'm.yaml', known })]).to.deep.equal([
        ['busybox:1.35.0', to],
      ]);
    });

  for (const [what, text, expected] of [
    [
      'an image that no manifest names',
      '# mirror\nbusybox:1.35: mirror.example/busybox\n',
      'm.yaml:2:1: busybox:1.35: expected an image that a manifest names, the nearest: ' +
        'busybox:1.35.0, docker.io/nginx:1.20; there was "busybox:1.35"',
    ],
    [
      'an address that is no image',
      'busybox:1.35.0: https://mirror.example/busybox\n',
      'm.yaml:1:17: busybox:1.35.0: expected an image, such as mirror.example/busybox:1.35.0; ' +
        'there was "https://mirror.example/busybox"',
    ],
    ['nothing to use', 'busybox:1.35.0:\n', 'expected an image, such as'],
    ['a list', '- busybox:1.35.0\n', 'm.yaml:1:1: expected a map from an image of the manifests to the image to use'],
    ['an empty file', '', 'expected a map from an image of the manifests to the image to use; there was nothing'],
    ['the same image twice', 'busybox:1.35.0: a\nbusybox:1.35.0: b\n', 'm.yaml:2:1: Map keys must be unique'],
  ] as const)
    it(`refuses ${what}, and names the position`, () => {
      expect(() => parseImages(text, { file: 'm.yaml', known }))
        .to.throw(BadInputError)
        .with.property('message')
        .that.includes(expected);
    });
});

describe('readImages', () => {
  it('knows the images of all manifests next to the scenarios', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'plimsoll-images-'));
    await using _undo = { [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
    const file = join(directory, 'm.yaml');
    await writeFile(file, 'busybox:1.35.0: mirror.example/busybox\n');
    const all = await loadScenarios(new URL('..', import.meta.url).pathname, { suites: ['nifcloud'] });
    expect([...(await readImages(file, all))]).to.deep.equal([['busybox:1.35.0', 'mirror.example/busybox']]);
  });

  it('names the file that cannot be read', async () => {
    const error = await readImages('none.yaml', []).catch((error: Error) => error);
    expect(error)
      .to.be.instanceOf(BadInputError)
      .with.property('message')
      .that.matches(/^--images none.yaml: expected a file that can be read: ENOENT/);
  });
});
