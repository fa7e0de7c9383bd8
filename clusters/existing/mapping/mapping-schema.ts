import written from '../../../docs/mapping.schema.json' with { type: 'json' };
import type { Capability } from '../../../harness/cluster.ts';
import type { Schema } from '../../topology/checked-yaml.ts';

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

/** The schema of mappings: docs/mapping.schema.json with the present names of capabilities and components. */
export function mappingSchema(names: readonly string[]): Schema {
  const { capabilities, components } = written.properties;
  const items = { enum: Object.keys(declarable).filter((name) => declarable[name as Capability]) };
  return {
    ...written,
    properties: {
      capabilities: { ...capabilities, items },
      components: { ...components, propertyNames: { enum: names } },
    },
  };
}
