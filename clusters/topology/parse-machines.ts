import { choiceOf, fieldsOf, isWritten, recordOf, textOf, wholeOf } from './fields.ts';
import { itemsOf, type Located, wrong, wrongKey } from './located.ts';
import type { InstanceType } from './parse-instance-type.ts';
import { labelKey, namePrefix, nodeName, possiblyEmptyLabelValue } from './text-kinds.ts';
import type { MachineSpec, Taint } from './topology.ts';

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
