import type { MethodDefinition } from '@grpc/proto-loader';
import type { Capability } from '../../../harness/cluster.ts';
import type { SimulatedCloud } from '../cloud/cloud.ts';
import type { CloudMachine } from '../cloud/machines.ts';
import type { MountTable } from '../machine/mounts.ts';
import type { Volume } from '../machine/volume.ts';
import type {
  ControllerCapability,
  ControllerDefinition,
  NodeCapability,
  NodeDefinition,
  PluginService,
  StringMap,
  VolumeExpansion,
} from './messages.ts';

/** Flags of a sidecar as the driver's own manifests write them, without the leading dashes. */
export type Flags = Readonly<Record<string, string | number | boolean>>;

/**
 * One CSI driver: its identity, its capabilities and its behaviour. It is plain data and functions of a request, so
 * that `{ ...ebs, createVolume: … }` is a driver that differs in one thing. A function throws GrpcError in the real
 * driver's words; a method without a function is Unimplemented.
 */
export interface DriverDefinition extends ControllerBehaviour, NodeBehaviour {
  /** Its name for `--profile`, and for a topology's list of drivers: `ebs`. */
  readonly short: string;
  /** Its name in `components`: `ebs-csi-driver`. */
  readonly component: string;
  /** `ebs.csi.aws.com` */
  readonly name: string;
  readonly version: string;
  /** The capabilities that a cluster has because of this driver. */
  readonly capabilities?: readonly Capability[];
  /** The spec of its CSIDriver object, as its manifest writes it. */
  readonly csiDriver: object;
  readonly sidecars: { readonly provisioner?: Flags; readonly attacher?: Flags; readonly resizer?: Flags };
  readonly services: readonly PluginService[];
  readonly volumeExpansion?: VolumeExpansion;
  /** What NodeGetInfo calls a machine. */
  readonly nodeId: 'instance id' | 'name';
  readonly controllerCapabilities: readonly ControllerCapability[];
  readonly nodeCapabilities: readonly NodeCapability[];
  /** The refusal while another call for the same volume is in flight; without it, both calls run. */
  readonly inFlight?: (call: CallName, volume: string) => string;
  /** Milliseconds of the cloud's clock that a call takes; none when absent. */
  readonly latency?: Readonly<Partial<Record<CallName, number>>>;
  /** Tests that csi-sanity skips for this driver besides those of absent capabilities: its message, and our reason. */
  readonly sanitySkips?: StringMap;
}

/** What the functions of the controller get besides the request. */
export interface DriverContext {
  readonly cloud: SimulatedCloud;
  /** The machine with that node id. */
  machineOf(nodeId: string): CloudMachine | undefined;
  /** Data of a Secret, for drivers that read one themselves; undefined when there is none. */
  secret(namespace: string, name: string): Promise<StringMap | undefined>;
}

/** What the functions of the node plugin get besides the request. */
export interface NodeContext extends DriverContext {
  readonly machine: CloudMachine;
  readonly mounter: Mounter;
}

type Behaviour<Service, Context> = {
  readonly [Method in keyof Service as Uncapitalize<Method & string>]?: Service[Method] extends MethodDefinition<
    infer _RequestInput,
    infer ResponseInput,
    infer Request,
    infer _Response
  >
    ? (request: Request, context: Context) => ResponseInput | Promise<ResponseInput>
    : never;
};

/** Methods of the Controller service by their names in csi.proto; the capabilities are answered from the definition. */
export interface ControllerBehaviour
  extends Omit<Behaviour<ControllerDefinition, DriverContext>, 'controllerGetCapabilities'> {}

type NodeMethods = Behaviour<NodeDefinition, NodeContext>;

/** Methods of the Node service; every kubelet calls NodeGetInfo. */
export interface NodeBehaviour
  extends Omit<NodeMethods, 'nodeGetCapabilities' | 'nodeGetInfo'>,
    Required<Pick<NodeMethods, 'nodeGetInfo'>> {}

export type CallName = keyof ControllerBehaviour | keyof NodeBehaviour;

/** A disk or a share, with its content. */
export interface MountSource {
  readonly id: string;
  readonly volume: Volume;
}

/** The mounts of a machine: a table in memory for a simulated one, mount(8) on a real one. Paths are absolute. */
export interface Mounter {
  /** Mounts at a directory, which is made. */
  mount(path: string, source: MountSource, options?: { readonly readOnly?: boolean }): Promise<void>;
  /** Mounts what is mounted at `from` a second time; rejects when nothing is mounted there. */
  bind(from: string, to: string, options?: { readonly readOnly?: boolean }): Promise<void>;
  /** Unmounts, and removes the mount point; does nothing when nothing is mounted there. */
  unmount(path: string): Promise<void>;
  isMounted(path: string): boolean;
}

/** The mount namespace of a simulated machine. */
export function tableMounter(table: MountTable): Mounter {
  return {
    mount: async (path, { volume }, options) => table.mount(path, volume, options),
    bind: async (from, to, options) => table.bind(from, to, options),
    unmount: async (path) => table.unmount(path),
    isMounted: (path) => table.at(path) !== undefined,
  };
}
