import type { CsiNodeClient } from '../../../simulator/csi/client.ts';
import type { NodeCapability } from '../../../simulator/csi/messages.ts';

/** The calls of a driver's node service that a kubelet makes. */
export type NodeService = Pick<
  CsiNodeClient,
  | 'nodeGetInfo'
  | 'nodeGetCapabilities'
  | 'nodeStageVolume'
  | 'nodeUnstageVolume'
  | 'nodePublishVolume'
  | 'nodeUnpublishVolume'
  | 'nodeExpandVolume'
  | 'close'
>;

/** Where the node services of a driver answer; one a machine. */
export interface DriverEndpoint {
  nodeSocket(machine: string): Promise<string>;
}

/** A driver's node service on one machine, with what it is able to. */
export interface ConnectedDriver {
  readonly service: NodeService;
  readonly capabilities: ReadonlySet<NodeCapability>;
}

/** The drivers that are registered on one machine. */
export interface NodeDrivers extends Disposable {
  /** Undefined when the driver is not registered. */
  get(driver: string): Promise<ConnectedDriver | undefined>;
  names(): readonly string[];
}

interface DriversOptions {
  readonly machine: string;
  readonly endpoints: () => ReadonlyMap<string, DriverEndpoint>;
  readonly connect: (socket: string) => NodeService;
}

/** Connects with a driver when it is first asked for. */
export function nodeDrivers({ machine, endpoints, connect }: DriversOptions): NodeDrivers {
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
    async get(driver) {
      const endpoint = endpoints().get(driver);
      if (!endpoint) return undefined;
      const connecting = connected.get(driver) ?? connection(endpoint);
      connected.set(driver, connecting);
      return connecting.catch((error) => {
        connected.delete(driver);
        throw error;
      });
    },
    names: () => [...endpoints().keys()],
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
