import written from '../../docs/topology.schema.json' with { type: 'json' };
import type { Schema } from './checked-yaml.ts';
import type { CloudPlatform } from './topology.ts';

/** What a topology may name. */
export interface TopologyRules {
  readonly clouds: readonly CloudPlatform[];
  /** Short names of CSI drivers. */
  readonly drivers: readonly string[];
}

/** Addresses that are taken: the embedded cluster's Services, and the containers of the virtual node. */
export const takenSubnets = { "the Services'": '10.0.0.0/16', "the virtual node's": '10.241.0.0/16' };

/** The schema of topologies: docs/topology.schema.json with the present clouds and drivers. */
export function topologySchema({ clouds, drivers }: TopologyRules): Schema {
  const { cloud, subnet, virtualNode, zones } = written.properties;
  const taken = Object.entries(takenSubnets).map(([whose, other]) => `${whose} ${other}`);
  const subnets = clouds.map(({ name, subnet }) => `${name} ${subnet}`).join(', ');
  const names = (some: (cloud: CloudPlatform) => unknown) => clouds.filter(some).map(({ name }) => name);
  const needZones = names(({ zones }) => zones === 'required');
  const properties = {
    cloud: { ...cloud, enum: names(() => true) },
    subnet: {
      ...subnet,
      description: `CIDR of nodes and pods. It may not overlap with ${taken.join(' or ')}. By default ${subnets}.`,
    },
    virtualNode: {
      ...virtualNode,
      description: `An ACI virtual node joins; ${names((one) => one.virtualNodes)} only.`,
    },
    zones: {
      ...zones,
      description: `${needZones.join(' and ')} need zones. If zones are listed, each machine must name one.`,
    },
  };
  return {
    ...written,
    properties: { ...written.properties, ...properties },
    allOf: [...written.allOf.filter((rule) => !('properties' in rule.if)), ...clouds.flatMap(rulesOf)],
    $defs: { ...written.$defs, driver: { enum: drivers } },
  };
}

/** Zones and virtual nodes, as far as the cloud has them. */
function rulesOf({ name, zones, virtualNodes = false }: CloudPlatform): readonly Schema[] {
  const noZones = { title: `none, as ${name} has no zones`, not: {} };
  const noVirtualNode = { title: `false, as ${name} has no virtual nodes`, const: false };
  const rules: readonly Schema[] = [
    ...(zones === 'required' ? [{ title: 'a list of zones', required: ['zones'] }] : []),
    ...(zones === 'none' ? [{ properties: { zones: noZones } }] : []),
    ...(virtualNodes ? [] : [{ properties: { virtualNode: noVirtualNode } }]),
  ];
  return rules.map((then) => ({ if: { required: ['cloud'], properties: { cloud: { const: name } } }, then }));
}
