import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { golden } from './sample/golden.ts';

describe('golden files', () => {
  for (const [path, render] of Object.entries(golden)) {
    it(`${path} is what the reporter writes (npm run update:golden writes it again)`, async () => {
      expect(render()).to.equal(await readFile(join(import.meta.dirname, path), 'utf8'));
    });
  }

  it('are all held to', async () => {
    const files = await Array.fromAsync(glob('*/golden/*', { cwd: import.meta.dirname }));
    expect(files).to.have.members(Object.keys(golden));
  });
});
