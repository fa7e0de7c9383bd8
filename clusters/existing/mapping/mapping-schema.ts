import type { Capability } from '../../../harness/cluster.ts';
import { type Schema, when } from '../../topology/checked-yaml.ts';

/** Whether a user can declare it. Not `machines`: a declaration cannot stop or add any. */
const declarable: Readonly<Record<Capability, boolean>> = {
  'virtual-node': true,
  'vm-nodes': true,
  'azure-files': true,
  zones: true,
  machines: false,
  'load-balancer': true,
  'load-balancer-targets': true,
  traffic: true,
  'private-registry': true,
};

// https://semver.org
const number = '(0|[1-9][0-9]*)';
const prerelease = '(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)';

const component: Schema = {
  required: ['version'],
  additionalProperties: false,
  properties: {
    version: { $ref: '#/$defs/version' },
    simulated: { description: 'It stands in for the real one.', type: 'boolean', default: false },
  },
};

/** The JSON Schema of mappings, from which docs/mapping.schema.json is made. */
export function mappingSchema(components: readonly string[]): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:plimsoll:schema:mapping:v1',
    title: 'Mapping',
    description:
      'What an existing cluster has and its API does not show. A declaration that contradicts the API is an error.',
    type: 'object',
    additionalProperties: false,
    properties: {
      capabilities: {
        title: 'a list of capabilities',
        description: 'What the cluster can do besides what is detected.',
        type: 'array',
        uniqueItems: true,
        items: { enum: Object.keys(declarable).filter((name) => declarable[name as Capability]) },
      },
      components: {
        title: 'a map of components with their versions',
        description: 'Versions of components by their names.',
        type: 'object',
        propertyNames: { enum: components },
        additionalProperties: when({ type: 'object' }, component, { $ref: '#/$defs/version' }),
      },
    },
    $defs: {
      version: {
        title: 'a version such as 1.64.0',
        description: 'Semantic version without a leading v.',
        type: 'string',
        pattern: `^${number}\\.${number}\\.${number}(-${prerelease}(\\.${prerelease})*)?$`,
      },
    },
  };
}
