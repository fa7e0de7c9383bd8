/** What a simulated cluster stands on: the machines of a cloud, in its zones, and its CSI drivers. */
export interface Topology {
  /** `multi-az` */
  readonly name: string;
  readonly description: string;
  readonly cloud: CloudPlatform;
  readonly region: string;
  /** CIDR of nodes and pods. */
  readonly subnet: string;
  /** Short names, such as `ebs`. */
  readonly drivers: readonly string[];
  /** An ACI virtual node joins. */
  readonly virtualNode: boolean;
  /** Empty where the cloud has no zones. */
  readonly zones: readonly string[];
  readonly machines: readonly MachineSpec[];
}

/** What topologies and simulators know of a cloud. clusters/clouds/ has one for each cloud. */
export interface CloudPlatform {
  /** `aws` */
  readonly name: string;
  /** Whether its machines are in zones. */
  readonly zones: 'required' | 'optional' | 'none';
  /** The subnet of a topology that names none. */
  readonly subnet: string;
  /** ACI virtual nodes can join its clusters. */
  readonly virtualNodes?: boolean;
  /** Each machine has a public address too. */
  readonly publicAddresses?: boolean;
  /** The domain of its registries that need credentials: `.azurecr.io`. */
  readonly privateRegistries?: string;
  /** The kernel of its machines. */
  readonly kernelVersion?: string;
  /** The component that balances without a cloud controller manager; by default `cloud-load-balancer`. */
  readonly loadBalancer?: string;
  /**
   * The id, such as `i-0123456789abcdef0`, and the providerID that the controller manager writes into the Node. Both
   * follow from the machine's name, so that two runs are alike.
   */
  readonly identify: (name: string, place: Place) => { readonly id: string; readonly providerID: string };
}

export interface Place {
  readonly region: string;
  readonly zone?: string;
}

export interface MachineSpec {
  /** The Node's name. */
  readonly name: string;
  /** Absent where the cloud has no zones. */
  readonly zone?: string;
  readonly role: 'worker' | 'control-plane';
  readonly instanceType: string;
  /** Capacity: cores, a quantity such as `16Gi`, and how many pods. */
  readonly cpu: number;
  readonly memory: string;
  readonly pods: number;
  /** How many volumes a driver reports in NodeGetInfo, where it differs from the driver's default. */
  readonly attachments: Readonly<Record<string, number>>;
  /** Further labels that the kubelet registers with. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}
