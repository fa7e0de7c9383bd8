import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemas, withCloudTable } from './generated-docs.ts';

// `npm run docs:clouds` writes the JSON Schemas and the table of clouds.

const root = join(import.meta.dirname, '..');
const files = Object.keys(schemas).map((file) => join(root, file));
for (const [file, schema] of Object.entries(schemas))
  writeFileSync(join(root, file), JSON.stringify(schema, undefined, 2));
execFileSync(join(root, 'node_modules/.bin/biome'), ['format', '--write', ...files]);
const topologies = join(root, 'docs/topologies.md');
writeFileSync(topologies, withCloudTable(readFileSync(topologies, 'utf8')));
