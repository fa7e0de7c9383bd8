import { clouds, knownComponents } from './clouds/clouds.ts';
import { topologyRules } from './clouds/read-topology.ts';
import { mappingSchema } from './existing/mapping/mapping-schema.ts';
import type { Schema } from './topology/checked-yaml.ts';
import { topologySchema } from './topology/topology-schema.ts';

/** The JSON Schemas in docs/, by their files. */
export const schemas: Readonly<Record<string, Schema>> = {
  'docs/topology.schema.json': topologySchema(topologyRules),
  'docs/mapping.schema.json': mappingSchema(Object.keys(knownComponents)),
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

/** A text with the table between its marks. */
export function withCloudTable(text: string): string {
  return text.replace(
    /(<!-- clouds -->\n)[\s\S]*?(\n<!-- \/clouds -->)/,
    (_, before, after) => before + cloudTable() + after,
  );
}

function driverInWords({ releases }: (typeof clouds)[number]['drivers'][number]): string {
  const [definition] = Object.values(releases);
  return `\`${definition?.short}\` ${Object.keys(releases).join(', ')}`;
}

function balancerOf({ controller, loadBalancer }: (typeof clouds)[number]): string {
  if (controller) return controller.check ? `yes, with the checks of ${controller.component}` : 'no';
  return loadBalancer ? `yes (${loadBalancer})` : 'yes';
}
