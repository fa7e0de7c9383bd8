export type CloudName = 'azure' | 'azure-stack-hci' | 'nifcloud' | 'aws';

/** Short names of the CSI drivers; the definitions are in clusters/simulators/csi/drivers/. */
export type DriverName = 'ebs' | 'efs' | 'azurefile' | 'azuredisk' | 'akshci' | 'nfs' | 'nifcloud';

/** What is under a simulated cluster: its machines, in the zones of a cloud, and the drivers of its storage. */
export interface Topology {
  /** `multi-az` */
  readonly name: string;
  readonly description: string;
  readonly cloud: CloudName;
  readonly region: string;
  /** CIDR of nodes and pods. */
  readonly subnet: string;
  readonly drivers: readonly DriverName[];
  /** An ACI virtual node joins. */
  readonly virtualNode: boolean;
  /** In which machines can be; empty where the cloud has none. */
  readonly zones: readonly string[];
  readonly machines: readonly MachineSpec[];
}

export interface MachineSpec {
  /** The Node's name. */
  readonly name: string;
  /** Absent where the cloud has none. */
  readonly zone?: string;
  readonly role: 'worker' | 'control-plane';
  readonly instanceType: string;
  /** Capacity: cores, a quantity such as `16Gi`, and how many pods. */
  readonly cpu: number;
  readonly memory: string;
  readonly pods: number;
  /** How many volumes a driver reports in NodeGetInfo, where it differs from the driver's default. */
  readonly attachments: Readonly<Partial<Record<DriverName, number>>>;
  /** Further labels that the kubelet registers with. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}
