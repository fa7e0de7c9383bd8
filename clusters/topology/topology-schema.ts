import { type Schema, when } from './checked-yaml.ts';
import type { CloudPlatform } from './topology.ts';

/** What a topology may name. */
export interface TopologyRules {
  readonly clouds: readonly CloudPlatform[];
  /** Short names of CSI drivers. */
  readonly drivers: readonly string[];
}

/** Addresses that are taken: the embedded cluster's Services, and the containers of the virtual node. */
export const takenSubnets = { "the Services'": '10.0.0.0/16', "the virtual node's": '10.241.0.0/16' };

const instanceTypeName = 'letters, digits, -, _ and . such as ap-northeast-1a';
const labelKey = 'a key such as node-role.kubernetes.io/control-plane';
const eitherName = 'either a name, or a namePrefix and a count';
const dnsName = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';

/** The JSON Schema of topologies, from which docs/topology.schema.json is made. */
export function topologySchema({ clouds, drivers }: TopologyRules): Schema {
  const subnets = clouds.map(({ name, subnet }) => `${name} ${subnet}`).join(', ');
  const needZones = clouds.filter(({ zones }) => zones === 'required').map(({ name }) => name);
  const withVirtualNodes = clouds.filter(({ virtualNodes }) => virtualNodes).map(({ name }) => name);
  const taken = Object.entries(takenSubnets).map(([whose, subnet]) => `${whose} ${subnet}`);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:plimsoll:schema:topology:v1',
    title: 'Topology',
    description:
      'What a simulated cluster stands on: the machines of a cloud, in its zones, and its CSI drivers. The file has the name of the topology.',
    type: 'object',
    required: ['description', 'cloud', 'region', 'drivers', 'instanceTypes', 'machines'],
    additionalProperties: false,
    properties: {
      description: { title: 'text', description: 'What it is, for people.', type: 'string', pattern: '\\S' },
      cloud: { enum: clouds.map(({ name }) => name) },
      region: { $ref: '#/$defs/labelValue' },
      subnet: {
        title: 'a subnet such as 10.224.0.0/16',
        description: `CIDR of nodes and pods. It may not overlap with ${taken.join(' or ')}. By default ${subnets}.`,
        type: 'string',
        pattern: '^[0-9]+(\\.[0-9]+){3}/[0-9]+$',
      },
      drivers: {
        title: 'a list of drivers, or [] for none',
        description: 'CSI drivers that are installed.',
        type: 'array',
        items: { $ref: '#/$defs/driver' },
        uniqueItems: true,
      },
      virtualNode: {
        description: `An ACI virtual node joins; ${withVirtualNodes.join(', ')} only.`,
        type: 'boolean',
        default: false,
      },
      instanceTypes: {
        title: 'a map of instance types by their names',
        description: 'Kinds of machines by their names.',
        type: 'object',
        propertyNames: { $ref: '#/$defs/labelValue' },
        additionalProperties: { $ref: '#/$defs/instanceType' },
      },
      zones: {
        title: 'a list of at least one zone',
        description: `The zones of machines; ${needZones.join(' and ')} need at least one. Where zones are listed, each machine names its own.`,
        type: 'array',
        items: { $ref: '#/$defs/labelValue' },
        minItems: 1,
        uniqueItems: true,
      },
      machines: {
        title: 'a list of at least one machine',
        type: 'array',
        items: { $ref: '#/$defs/machine' },
        minItems: 1,
      },
    },
    allOf: [...clouds.flatMap(rulesOf), zoneOfEachMachine],
    $defs: {
      driver: { enum: drivers },
      labelValue: {
        title: instanceTypeName,
        type: 'string',
        maxLength: 63,
        pattern: '^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$',
      },
      possiblyEmptyLabelValue: {
        title: 'at most 63 letters, digits, -, _ and . (text, in quotes where YAML would read a number)',
        type: 'string',
        maxLength: 63,
        pattern: '^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$',
      },
      // https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
      labelKey: {
        title: labelKey,
        type: 'string',
        pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?(?=.{1,63}$)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$',
      },
      instanceType,
      machine,
      taint,
    },
  };
}

/** Zones and virtual nodes, as far as the cloud has them. */
function rulesOf({ name, zones, virtualNodes = false }: CloudPlatform): readonly Schema[] {
  const zonesRule = {
    required: { title: 'a list of zones', required: ['zones'] },
    optional: {},
    none: { properties: { zones: never(`none, as ${name} has no zones`) } },
  }[zones];
  const virtualNodeRule = { title: `false, as ${name} has no virtual nodes`, const: false };
  const rules = [
    ...(zones === 'optional' ? [] : [zonesRule]),
    ...(virtualNodes ? [] : [{ properties: { virtualNode: virtualNodeRule } }]),
  ];
  return rules.map((rule) => when({ required: ['cloud'], properties: { cloud: { const: name } } }, rule));
}

/** Unlike `false`, it tells why there can be no value. */
function never(title: string): Schema {
  return { title, not: {} };
}

function machines(rule: Schema): Schema {
  return { properties: { machines: { items: rule } } };
}

const zoneOfEachMachine = when(
  { required: ['zones'] },
  machines({ required: ['zone'], properties: { zone: { 'x-among': 'zones' } } }),
  machines({ properties: { zone: never('none, as the topology lists no zones') } }),
);

const instanceType: Schema = {
  type: 'object',
  required: ['cpu', 'memory'],
  additionalProperties: false,
  properties: {
    cpu: { description: 'Cores.', type: 'integer', minimum: 1 },
    // https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ without fractions and exponents
    memory: { title: 'a quantity such as 16Gi', type: 'string', pattern: '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$' },
    // pkg/kubelet/apis/config/v1beta1/defaults.go
    pods: { description: 'How many pods the kubelet takes.', type: 'integer', minimum: 1, default: 110 },
    attachments: {
      title: 'a map of limits by the short names of drivers',
      description: "How many volumes of a driver can be attached, where it differs from the driver's own default.",
      type: 'object',
      propertyNames: { title: 'a driver of this topology', $ref: '#/$defs/driver', 'x-among': 'drivers' },
      additionalProperties: { type: 'integer', minimum: 1 },
      default: {},
    },
  },
};

const machine: Schema = {
  type: 'object',
  required: ['instanceType'],
  ...when(
    { required: ['name'] },
    { properties: { namePrefix: never(eitherName), count: never(eitherName) } },
    { title: eitherName, required: ['namePrefix', 'count'] },
  ),
  additionalProperties: false,
  properties: {
    // A DNS subdomain: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
    name: {
      title: 'a name of small letters, digits, - and . such as worker1',
      description: "The Node's name.",
      type: 'string',
      maxLength: 253,
      pattern: `^${dnsName}$`,
    },
    namePrefix: {
      title: 'the beginning of a name, of small letters, digits, - and . such as worker',
      description: 'With a count instead of a name: worker and 3 are worker1, worker2 and worker3.',
      type: 'string',
      maxLength: 240,
      pattern: `^${dnsName}[-.]?$`,
    },
    // More than the simulated cluster could run, and few enough that a typing error does no harm.
    count: { type: 'integer', minimum: 1, maximum: 1000 },
    zone: { description: 'One of zones.', $ref: '#/$defs/labelValue' },
    role: { enum: ['worker', 'control-plane'], default: 'worker' },
    instanceType: { description: 'One of instanceTypes.', type: 'string', 'x-among': 'instanceTypes' },
    labels: {
      title: 'a map of labels',
      description: 'Further labels that the kubelet registers with.',
      type: 'object',
      propertyNames: { $ref: '#/$defs/labelKey' },
      additionalProperties: { $ref: '#/$defs/possiblyEmptyLabelValue' },
      default: {},
    },
    taints: { title: 'a list of taints', type: 'array', items: { $ref: '#/$defs/taint' }, default: [] },
  },
};

const taint: Schema = {
  type: 'object',
  required: ['key', 'effect'],
  additionalProperties: false,
  properties: {
    key: { $ref: '#/$defs/labelKey' },
    value: { $ref: '#/$defs/possiblyEmptyLabelValue' },
    effect: { enum: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] },
  },
};
