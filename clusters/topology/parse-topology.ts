import { basename, extname } from 'node:path';
import { choiceOf, fieldsOf, isWritten, listOf, recordOf, textOf, truthOf } from './fields.ts';
import { type Located, located, wrong, wrongKey } from './located.ts';
import { parseInstanceType } from './parse-instance-type.ts';
import { parseMachines } from './parse-machines.ts';
import { parseSubnet } from './parse-subnet.ts';
import { labelValue, words } from './text-kinds.ts';
import type { CloudName, DriverName, Topology } from './topology.ts';

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
export function parseTopology(text: string, file: string): Topology {
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
