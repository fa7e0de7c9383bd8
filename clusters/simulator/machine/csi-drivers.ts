import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { CsiClient } from '../csi/client.ts';
import type { NodeCapability, NodeGetInfoResponse } from '../csi/messages.ts';

/** The calls of a driver's node service that a kubelet uses. */
export type NodeService = Omit<Pick<CsiClient, 'close' | (`node${string}` & keyof CsiClient)>, 'nodeGetVolumeStats'>;

/** The node services of a driver, one per machine. */
export interface DriverEndpoint {
  nodeSocket(machine: string): Promise<string>;
}

export interface ConnectedDriver {
  readonly service: NodeService;
  readonly capabilities: ReadonlySet<NodeCapability>;
}

export type NodeDrivers = ReturnType<typeof nodeDrivers>;

/** The drivers that are registered on one machine; connects to each at its first use. */
export function nodeDrivers(
  machine: string,
  endpoints: () => ReadonlyMap<string, DriverEndpoint>,
  connect: (socket: string) => NodeService,
) {
  const connected = new Map<string, Promise<ConnectedDriver>>();

  async function connection(endpoint: DriverEndpoint): Promise<ConnectedDriver> {
    const service = connect(await endpoint.nodeSocket(machine));
    try {
      const { capabilities } = await service.nodeGetCapabilities({});
      return { service, capabilities: new Set(capabilities.flatMap(({ rpc }) => rpc?.type ?? [])) };
    } catch (error) {
      service.close();
      throw error;
    }
  }

  return {
    async get(driver: string): Promise<ConnectedDriver | undefined> {
      const endpoint = endpoints().get(driver);
      if (!endpoint) return undefined;
      const connecting = connected.get(driver) ?? connection(endpoint);
      connected.set(driver, connecting);
      return connecting.catch((error) => {
        connected.delete(driver);
        throw error;
      });
    },
    names: (): readonly string[] => [...endpoints().keys()],
    [Symbol.dispose]() {
      for (const connecting of connected.values()) {
        connecting.then(
          ({ service }) => service.close(),
          () => undefined,
        );
      }
      connected.clear();
    },
  };
}

/**
 * Asks each driver for its node info, labels the Node with its topology, and resolves with the CSINode's entries:
 * pkg/volume/csi/nodeinfomanager. A driver whose topology contradicts a label is left out.
 */
export async function registeredDrivers(
  drivers: NodeDrivers,
  api: Pick<ApiClient, 'patch'>,
  { name: node, labels }: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
  problem: (message: string) => void,
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

function entry(name: string, { nodeId, maxVolumesPerNode: count, accessibleTopology }: NodeGetInfoResponse) {
  const keys = Object.keys(accessibleTopology?.segments ?? {}).sort();
  const topologyKeys = keys.length > 0 ? keys : null;
  return { name, nodeID: nodeId, topologyKeys, ...(count > 0 && { allocatable: { count } }) };
}

type CsiNodeDriver = ReturnType<typeof entry>;

function demandNoCollision(segments: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(segments)) {
    const existing = labels[key];
    if (existing === undefined || existing === value) continue;
    throw new Error(
      `detected topology value collision: driver reported "${key}":"${value}" ` +
        `but existing label is "${key}":"${existing}"`,
    );
  }
}
