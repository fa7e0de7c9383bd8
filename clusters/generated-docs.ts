import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clouds } from './clouds/clouds.ts';
import { topologyRules } from './clouds/read-topology.ts';
import { mappingSchema } from './existing/mapping.ts';
import type { Schema } from './topology/checked-yaml.ts';
import { topologySchema } from './topology/topology-schema.ts';

/** The JSON Schemas in docs/, by their files. */
export const schemas: Readonly<Record<string, Schema>> = {
  'docs/topology.schema.json': topologySchema(topologyRules),
  'docs/mapping.schema.json': mappingSchema,
};

const rows: readonly (readonly [string, (cloud: (typeof clouds)[number]) => string])[] = [
  ['topologies', ({ topologies }) => topologies.map((name) => `\`${name}\``).join(', ')],
  ['zones', ({ zones }) => ({ required: 'at least one', optional: 'optional', none: 'none' })[zones]],
  ['default subnet', ({ subnet }) => subnet],
  ['drivers', ({ drivers }) => drivers.map(driverInWords).join(', ')],
  ['Nodes are initialized by', ({ controller }) => controller?.component ?? 'their kubelet'],
  ['LoadBalancer Services', balancerOf],
  ['virtual node', ({ virtualNode }) => virtualNode?.component ?? '–'],
];

/** Markdown: a column for each cloud. */
export function cloudTable(): string {
  const lines = rows.map(([title, cell]) => [title, ...clouds.map(cell)]);
  const table = [['', ...clouds.map(({ name }) => name)], ['---', ...clouds.map(() => '---')], ...lines];
  return table.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function driverInWords({ releases }: (typeof clouds)[number]['drivers'][number]): string {
  const [definition] = Object.values(releases);
  return `\`${definition?.short}\` ${Object.keys(releases).join(', ')}`;
}

function balancerOf({ controller, loadBalancer }: (typeof clouds)[number]): string {
  if (controller) return controller.check ? `yes (${controller.component})` : 'no';
  return loadBalancer ? `yes (${loadBalancer})` : 'yes';
}

/** `npm run docs:clouds` writes the JSON Schemas and the table of clouds. */
if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  const files = Object.keys(schemas).map((file) => join(root, file));
  for (const [file, schema] of Object.entries(schemas))
    writeFileSync(join(root, file), JSON.stringify(schema, undefined, 2));
  execFileSync(join(root, 'node_modules/.bin/biome'), ['format', '--write', ...files]);
  const topologies = join(root, 'docs/topologies.md');
  const marked = /(?<=<!-- clouds -->\n).*?(?=\n<!-- \/clouds -->)/s;
  writeFileSync(topologies, readFileSync(topologies, 'utf8').replace(marked, cloudTable));
}
