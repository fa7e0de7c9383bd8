import { BlockList } from 'node:net';
import { basename, extname } from 'node:path';
import { subnetAddresses } from '../simulators/cloud/subnet.ts';
import { choiceOf, fieldsOf, isWritten, listOf, recordOf, textOf, truthOf, wholeOf } from './fields.ts';
import { itemsOf, type Located, located, wrong, wrongKey } from './located.ts';
import {
  cidr,
  labelKey,
  labelValue,
  memory,
  namePrefix,
  nodeName,
  possiblyEmptyLabelValue,
  words,
} from './text-kinds.ts';
import type { CloudName, DriverName, MachineSpec, Taint, Topology } from './topology.ts';

const clouds: readonly CloudName[] = ['azure', 'azure-stack-hci', 'nifcloud', 'aws'];
const driverNames: readonly DriverName[] = ['ebs', 'efs', 'azurefile', 'azuredisk', 'akshci', 'nfs', 'nifcloud'];

const known = [
  'description',
  'cloud',
  'region',
  'subnet',
  'drivers',
  'virtualNode',
  'instanceTypes',
  'zones',
  'machines',
] as const;

/**
 * Reads a topology, which has the name of its file. Throws a BadInputError that names file, line, column and field, what was
 * expected and what was there. docs/topology.schema.json says the same to editors.
 */
export function topologyParser(text: string, file: string): Topology {
  const whole = located(text, file);
  const field = fieldsOf(whole, known);
  const cloud = choiceOf(field('cloud'), clouds);
  const zones = parseZones(field('zones'), cloud);
  const driver = (at: Located) => choiceOf(at, driverNames);
  const drivers = listOf(field('drivers'), 'a list of drivers, or [] for none', driver);
  const instanceTypes = recordOf(field('instanceTypes'), 'a map of instance types by their names', (at, key) => {
    if (!labelValue.pattern.test(key)) wrongKey(at, key, `a name of ${labelValue.expected}`);
    return parseInstanceType(at, drivers);
  });
  return {
    name: basename(file, extname(file)),
    description: textOf(field('description'), words),
    cloud,
    region: textOf(field('region'), labelValue),
    subnet: parseSubnet(field('subnet'), cloud),
    drivers,
    virtualNode: parseVirtualNode(field('virtualNode'), cloud),
    zones,
    machines: parseMachines(field('machines'), { zones, instanceTypes }),
  };
}

/** AWS and NIFCLOUD have no machine that is in no zone, and Azure Stack HCI none that is in one. */
function parseZones(at: Located, cloud: CloudName): readonly string[] {
  const isNeeded = cloud === 'aws' || cloud === 'nifcloud';
  if (!isNeeded && !isWritten(at)) return [];
  if (cloud === 'azure-stack-hci') wrong(at, 'none, as azure-stack-hci has no zones');
  const zones = listOf(at, 'a list of zones', (item) => textOf(item, labelValue));
  return zones.length > 0 ? zones : wrong(at, 'a list of at least one zone', 'an empty one');
}

/** The ACI virtual node is a part of AKS in Azure. */
function parseVirtualNode(at: Located, cloud: CloudName): boolean {
  const wanted = isWritten(at) && truthOf(at);
  return wanted && cloud !== 'azure' ? wrong(at, `false, as ${cloud} has no virtual nodes`) : wanted;
}

interface Surroundings {
  readonly zones: readonly string[];
  readonly instanceTypes: Readonly<Record<string, InstanceType>>;
}

const known = ['name', 'namePrefix', 'count', 'zone', 'role', 'instanceType', 'labels', 'taints'] as const;
type Field = (name: (typeof known)[number]) => Located;

/** More than the simulated cluster could ever run, and few enough to be written down by accident without harm. */
const mostOfOneKind = 1000;

export function parseMachines(at: Located, surroundings: Surroundings): readonly MachineSpec[] {
  const machines = new Map<string, MachineSpec>();
  const items = itemsOf(at, 'a list of machines');
  if (items.length === 0) wrong(at, 'a list of at least one machine', 'an empty one');
  for (const item of items) {
    const field = fieldsOf(item, known);
    const spec = parseSpec(field, surroundings);
    for (const name of parseNames(item, field)) {
      if (machines.has(name)) wrong(nameField(field), 'a name that no other machine has', `"${name}" twice`);
      machines.set(name, { name, ...spec });
    }
  }
  return [...machines.values()];
}

function nameField(field: Field): Located {
  return isWritten(field('name')) ? field('name') : field('namePrefix');
}

/** Its name, or worker1, worker2, … when there are a prefix and a count. */
function parseNames(item: Located, field: Field): readonly string[] {
  const hasName = isWritten(field('name'));
  const other = [field('namePrefix'), field('count')].find(isWritten);
  if (hasName && other) wrong(other, 'either a name, or a namePrefix and a count', 'both');
  if (hasName) return [textOf(field('name'), nodeName)];
  if (!other) wrong(item, 'either a name, or a namePrefix and a count', 'neither');
  const prefix = textOf(field('namePrefix'), namePrefix);
  const count = wholeOf(field('count'), 1);
  if (count > mostOfOneKind) wrong(field('count'), `at most ${mostOfOneKind}`);
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
}

function parseSpec(field: Field, { zones, instanceTypes }: Surroundings): Omit<MachineSpec, 'name'> {
  const instanceType = choiceOf(field('instanceType'), Object.keys(instanceTypes));
  const machine = instanceTypes[instanceType] ?? wrong(field('instanceType'), 'one of instanceTypes');
  const zone = parseZone(field('zone'), zones);
  return {
    ...(zone !== undefined && { zone }),
    role: isWritten(field('role')) ? choiceOf(field('role'), ['worker', 'control-plane'] as const) : 'worker',
    instanceType,
    ...machine,
    labels: isWritten(field('labels')) ? parseLabels(field('labels')) : {},
    taints: isWritten(field('taints')) ? itemsOf(field('taints'), 'a list of taints').map(parseTaint) : [],
  };
}

function parseZone(at: Located, zones: readonly string[]): string | undefined {
  if (zones.length > 0) return choiceOf(at, zones);
  return isWritten(at) ? wrong(at, 'none, as the topology lists no zones') : undefined;
}

function parseLabels(at: Located): MachineSpec['labels'] {
  return recordOf(at, 'a map of labels', (value, key) => {
    if (!labelKey.pattern.test(key)) wrongKey(value, key, labelKey.expected);
    return textOf(value, possiblyEmptyLabelValue);
  });
}

function parseTaint(at: Located): Taint {
  const field = fieldsOf(at, ['key', 'value', 'effect']);
  return {
    key: textOf(field('key'), labelKey),
    ...(isWritten(field('value')) && { value: textOf(field('value'), possiblyEmptyLabelValue) }),
    effect: choiceOf(field('effect'), ['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  };
}

export type InstanceType = Pick<MachineSpec, 'cpu' | 'memory' | 'pods' | 'attachments'>;

/** What the kubelet takes unless it is told otherwise: pkg/kubelet/apis/config/v1beta1/defaults.go */
const defaultPods = 110;

export function parseInstanceType(at: Located, drivers: readonly DriverName[]): InstanceType {
  const field = fieldsOf(at, ['cpu', 'memory', 'pods', 'attachments']);
  return {
    cpu: wholeOf(field('cpu'), 1),
    memory: textOf(field('memory'), memory),
    pods: isWritten(field('pods')) ? wholeOf(field('pods'), 1) : defaultPods,
    attachments: isWritten(field('attachments')) ? parseAttachments(field('attachments'), drivers) : {},
  };
}

function parseAttachments(at: Located, drivers: readonly DriverName[]): InstanceType['attachments'] {
  return recordOf(at, 'a map of limits by the short names of drivers', (value, key) => {
    if (!drivers.some((driver) => driver === key))
      wrongKey(value, key, `a driver of this topology (${drivers.join(', ') || 'none'})`);
    return wholeOf(value, 1);
  });
}

/** What each cloud proposes, or its authors took. */
const usual: Readonly<Record<CloudName, string>> = {
  azure: '10.224.0.0/16', // the nodes of an AKS cluster with a network of its own
  'azure-stack-hci': '172.16.0.0/16',
  nifcloud: '10.34.0.0/16',
  aws: '172.31.0.0/16', // the default VPC
};

/** Addresses that are somebody's already: the embedded cluster's Services, and the containers of the virtual node. */
const taken = { "the Services'": '10.0.0.0/16', "the virtual node's": '10.241.0.0/16' };

export function parseSubnet(at: Located, cloud: CloudName): string {
  if (!isWritten(at)) return usual[cloud];
  const subnet = textOf(at, cidr);
  try {
    subnetAddresses(subnet);
  } catch {
    wrong(at, 'a subnet of at least 8 addresses that begins where it should, such as 10.224.0.0/16');
  }
  for (const [whose, other] of Object.entries(taken)) {
    if (overlap(subnet, other)) wrong(at, `a subnet beside ${whose} ${other}`);
  }
  return subnet;
}

/** Two subnets overlap when one begins in the other. */
function overlap(one: string, other: string): boolean {
  return begins(one, other) || begins(other, one);
}

function begins(inner: string, outer: string): boolean {
  const [base = '', bits] = outer.split('/');
  const block = new BlockList();
  block.addSubnet(base, Number(bits));
  return block.check(inner.split('/')[0] ?? '');
}
