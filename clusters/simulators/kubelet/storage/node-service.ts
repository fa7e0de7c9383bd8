/** The calls of a driver's node service that a kubelet makes, with the names of csi.proto: https://github.com/container-storage-interface/spec */
export interface NodeService {
  nodeGetInfo(): Promise<NodeInfo>;
  nodeGetCapabilities(): Promise<{ readonly capabilities: readonly NodeCapability[] }>;
  nodeStageVolume(request: StageRequest): Promise<unknown>;
  nodeUnstageVolume(request: { readonly volumeId: string; readonly stagingTargetPath: string }): Promise<unknown>;
  nodePublishVolume(request: PublishRequest): Promise<unknown>;
  nodeUnpublishVolume(request: { readonly volumeId: string; readonly targetPath: string }): Promise<unknown>;
  nodeExpandVolume(request: ExpandRequest): Promise<unknown>;
  close(): void;
}

export interface NodeInfo {
  readonly nodeId: string;
  /** 64-bit numbers come as text or number. */
  readonly maxVolumesPerNode?: string | number;
  readonly accessibleTopology?: { readonly segments?: Readonly<Record<string, string>> } | null;
}

export interface NodeCapability {
  readonly rpc?: { readonly type?: string } | null;
}

type Strings = Readonly<Record<string, string>>;

export interface VolumeCapability {
  readonly mount: {
    readonly fsType: string;
    readonly mountFlags: readonly string[];
    readonly volumeMountGroup?: string;
  };
  readonly accessMode: { readonly mode: string };
}

export interface StageRequest {
  readonly volumeId: string;
  readonly publishContext: Strings;
  readonly stagingTargetPath: string;
  readonly volumeCapability: VolumeCapability;
  readonly secrets: Strings;
  readonly volumeContext: Strings;
}

export interface PublishRequest extends Omit<StageRequest, 'stagingTargetPath'> {
  readonly stagingTargetPath?: string;
  readonly targetPath: string;
  readonly readonly: boolean;
}

export interface ExpandRequest {
  readonly volumeId: string;
  readonly volumePath: string;
  readonly stagingTargetPath?: string;
  readonly capacityRange: { readonly requiredBytes: string };
  readonly volumeCapability: VolumeCapability;
}

/** Where the node services of a driver answer; one a machine. */
export interface DriverEndpoint {
  nodeSocket(machine: string): Promise<string>;
}

/** A driver's node service on one machine, with what it is able to. */
export interface ConnectedDriver {
  readonly service: NodeService;
  readonly capabilities: ReadonlySet<string>;
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
    const { capabilities } = await service.nodeGetCapabilities();
    return { service, capabilities: new Set(capabilities.flatMap(({ rpc }) => rpc?.type ?? [])) };
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
