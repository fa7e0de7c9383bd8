import { BlockList } from 'node:net';
import { basename, extname } from 'node:path';
import { type CheckedYaml, type Path, refuse, yamlChecker } from './checked-yaml.ts';
import { subnetAddresses } from './subnet.ts';
import type { MachineSpec, Topology } from './topology.ts';
import { type TopologyRules, takenSubnets, topologySchema } from './topology-schema.ts';

type Sizes = 'cpu' | 'memory' | 'pods' | 'attachments';

/** As the schema accepts it, with its defaults. */
interface Written extends Omit<Topology, 'name' | 'cloud' | 'subnet' | 'zones' | 'machines'> {
  readonly cloud: string;
  readonly subnet?: string;
  readonly zones?: readonly string[];
  readonly instanceTypes: Readonly<Record<string, Pick<MachineSpec, Sizes>>>;
  readonly machines: readonly (Omit<MachineSpec, 'name' | Sizes> & {
    readonly name?: string;
    readonly namePrefix?: string;
    readonly count?: number;
  })[];
}

/** Reads topologies, each named after its file; throws a BadInputError with the position of what is wrong. */
export function topologyParser(rules: TopologyRules): (text: string, file: string) => Topology {
  const check = yamlChecker<Written>(topologySchema(rules));
  return (text, file) => {
    const yaml = check(text, file);
    const { instanceTypes: _, ...written } = yaml.value;
    const cloud = rules.clouds.find(({ name }) => name === written.cloud);
    if (!cloud) throw new Error(`the schema accepts an unknown cloud ${written.cloud}`);
    if (written.subnet !== undefined) checkSubnet(written.subnet, yaml);
    return {
      ...written,
      name: basename(file, extname(file)),
      cloud,
      subnet: written.subnet ?? cloud.subnet,
      zones: written.zones ?? [],
      machines: machinesOf(yaml),
    };
  };
}

function machinesOf({ value, at }: CheckedYaml<Written>): readonly MachineSpec[] {
  const machines = new Map<string, MachineSpec>();
  for (const [index, { name, namePrefix, count = 1, ...spec }] of value.machines.entries()) {
    // worker1, worker2, … when there are a prefix and a count.
    const names = name === undefined ? Array.from({ length: count }, (_, i) => `${namePrefix}${i + 1}`) : [name];
    const path: Path = ['machines', index, name === undefined ? 'namePrefix' : 'name'];
    for (const own of names) {
      if (machines.has(own)) refuse(at(path), 'a name that no other machine has', `"${own}" twice`);
      machines.set(own, { ...spec, name: own, ...value.instanceTypes[spec.instanceType] } as MachineSpec);
    }
  }
  return [...machines.values()];
}

function checkSubnet(subnet: string, { at }: CheckedYaml<Written>): void {
  try {
    subnetAddresses(subnet);
  } catch {
    refuse(at(['subnet']), 'a subnet of at least 8 addresses that begins where it should, such as 10.224.0.0/16');
  }
  for (const [whose, other] of Object.entries(takenSubnets))
    if (begins(subnet, other) || begins(other, subnet)) refuse(at(['subnet']), `a subnet beside ${whose} ${other}`);
}

/** Two subnets overlap when one begins in the other. */
function begins(inner: string, outer: string): boolean {
  const [base = '', bits] = outer.split('/');
  const block = new BlockList();
  block.addSubnet(base, Number(bits));
  return block.check(inner.split('/')[0] ?? '');
}
