import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { cloudTable, schemas } from './generated-docs.ts';

const read = (file: string) => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

describe('generated docs', () => {
  for (const [file, schema] of Object.entries(schemas))
    it(`${file} is up to date (npm run docs:clouds)`, () => expect(JSON.parse(read(file))).to.deep.equal(schema));

  it('docs/topologies.md has the present table of clouds (npm run docs:clouds)', () =>
    expect(read('docs/topologies.md')).to.contain(cloudTable()));
});
