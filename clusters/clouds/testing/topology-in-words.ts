import { readTopology } from '../read-topology.ts';

/** Region, drivers, and zone and name of each machine; `!` marks a machine with a taint. */
export async function topologyInWords(name: string): Promise<readonly string[]> {
  const { region, drivers, machines } = await readTopology(name);
  const inWords = machines.map(
    ({ name, zone, taints }) => `${taints.length > 0 ? '!' : ''}${zone ? `${zone}/` : ''}${name}`,
  );
  return [region, drivers.join(' '), ...inWords];
}
