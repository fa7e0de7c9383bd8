import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { logFile } from './logs.ts';

describe('logFile', () => {
  it('appends to a file that only its owner may read', async () => {
    await using place = await temporaryDirectory();
    const path = join(place.path, 'k3s.log');
    for (const line of ['one\n', 'two\n']) {
      const log = logFile(path);
      log.stream.write(line);
      expect(await log.close()).to.equal(undefined);
    }
    expect(await readFile(path, 'utf8')).to.equal('one\ntwo\n');
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
  });

  for (const [what, path, code] of [
    ['in no directory', '/proc/none/k3s.log', 'ENOENT'],
    ['on a full disk', '/dev/full', 'ENOSPC'],
  ] as const) {
    it(`outlives a file ${what}, and says so in the end`, async () => {
      const log = logFile(path);
      log.stream.write('one\n');
      while (!log.stream.destroyed) await turn();
      log.stream.write('two\n');
      expect(await log.close()).to.have.property('code', code);
    });
  }
});
