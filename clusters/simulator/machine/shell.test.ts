import { expect } from 'chai';
import { filesystem } from './filesystem.ts';
import { redirected } from './shell.ts';
import { memoryVolume, type Volume } from './volume.ts';

describe('redirected', () => {
  const user = { uid: 1000, gid: 1000, groups: [] };

  for (const [append, content] of [
    [true, 'old\nnew\nnewer\n'],
    [false, 'new\nnewer\n'],
  ] as const)
    it(`${append ? 'adds to' : 'replaces'} a file that may be written, but not read`, () => {
      const memory = memoryVolume();
      memory.write('f', 'old\n', user);
      const volume: Volume = {
        ...memory,
        read(path, as) {
          if (as?.uid === user.uid) throw new Error('Permission denied');
          return memory.read(path);
        },
      };
      const files = filesystem([{ mountPath: '/data', volume }], user);
      const to = [{ text: '/data/f', literal: true }];
      const { 1: output } = redirected([{ stream: 1, append, to }], { log: () => undefined, files, env: {} });
      for (const line of ['new', 'newer']) output(line);
      expect(memory.read('f')).to.equal(content);
    });
});
