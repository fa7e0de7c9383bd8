import type { ApiClient } from '../../../../harness/api/client.ts';
import { resources } from '../../../../harness/api/resources.ts';
import type { NodeGetInfoResponse } from '../../../simulator/csi/messages.ts';
import type { NodeDrivers } from './node-service.ts';

/** What the CSINode says of one driver. */
export interface CsiNodeDriver {
  readonly name: string;
  readonly nodeID: string;
  readonly topologyKeys: readonly string[] | null;
  readonly allocatable?: { readonly count: number };
}

interface RegistrationOptions {
  readonly api: Pick<ApiClient, 'patch'>;
  readonly node: string;
  /** Those that the Node has. */
  readonly labels: Readonly<Record<string, string>>;
  readonly problem: (message: string) => void;
}

/**
 * Asks each driver what it knows of the machine, labels the Node with its topology, and resolves with what the CSINode has to
 * say: pkg/volume/csi/nodeinfomanager. A driver whose topology contradicts a label is left out.
 */
export async function registeredDrivers(
  drivers: NodeDrivers,
  { api, node, labels, problem }: RegistrationOptions,
): Promise<readonly CsiNodeDriver[]> {
  const entries: CsiNodeDriver[] = [];
  const segments: Record<string, string> = {};
  for (const name of [...drivers.names()].sort()) {
    try {
      const driver = await drivers.get(name);
      if (!driver) continue;
      const info = await driver.service.nodeGetInfo({});
      const found = info.accessibleTopology?.segments ?? {};
      demandNoCollision(found, { ...labels, ...segments });
      Object.assign(segments, found);
      entries.push(entry(name, info));
    } catch (error) {
      problem(`CSI driver ${name} is not registered on node ${node}: ${(error as Error).message}`);
    }
  }
  if (entries.length === 0) return entries;
  const ids = Object.fromEntries(entries.map(({ name, nodeID }) => [name, nodeID]));
  const annotations = { 'csi.volume.kubernetes.io/nodeid': JSON.stringify(ids) };
  const body = { metadata: { annotations, labels: segments } };
  await api.patch(resources.Node, { name: node }, { type: 'strategic-merge', body, answer: 'metadata' });
  return entries;
}

function entry(
  name: string,
  { nodeId, maxVolumesPerNode: count, accessibleTopology }: NodeGetInfoResponse,
): CsiNodeDriver {
  const keys = Object.keys(accessibleTopology?.segments ?? {}).sort();
  return {
    name,
    nodeID: nodeId,
    topologyKeys: keys.length > 0 ? keys : null,
    ...(count > 0 && { allocatable: { count } }),
  };
}

function demandNoCollision(segments: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(segments)) {
    const existing = labels[key];
    if (existing === undefined || existing === value) continue;
    throw new Error(
      `detected topology value collision: driver reported "${key}":"${value}" but existing label is "${key}":"${existing}"`,
    );
  }
}
