/** Where everything was when the verdict was known, for a map; names are those that the manifests write. */
export interface Placement {
  readonly nodes: readonly PlacedNode[];
  /** The scenario's own, like its claims and volumes. */
  readonly pods: readonly PlacedPod[];
  readonly claims: readonly PlacedClaim[];
  readonly volumes: readonly PlacedVolume[];
}

export interface PlacedNode {
  readonly name: string;
  /** Label topology.kubernetes.io/zone; absent where there are none. */
  readonly zone?: string;
  readonly kind: 'control-plane' | 'machine' | 'virtual';
  readonly ready: boolean;
  readonly unschedulable: boolean;
  /** `key=value:Effect` */
  readonly taints: readonly string[];
}

export interface PlacedPod {
  readonly name: string;
  /** Absent while it is not assigned to a node. */
  readonly node?: string;
  /** `Running, on vm-0`, as in the timeline. */
  readonly state: string;
  /** It is running and Ready, or completed, or terminating within its grace period; false while it starts. */
  readonly well: boolean;
  /** Names of the claims that it mounts. */
  readonly claims: readonly string[];
  /** First line of its explanation, where there is one. */
  readonly cause?: string;
}

export interface PlacedClaim {
  readonly name: string;
  /** `Bound`; `unknown` before its first one. */
  readonly phase: string;
  readonly volume?: string;
  readonly storageClass?: string;
}

export interface PlacedVolume {
  readonly name: string;
  /** The only zones in which its node affinity allows its use; empty: every zone, unless there are `nodes`. */
  readonly zones: readonly string[];
  /** The only nodes on which it can be used, where its node affinity is not by zones. */
  readonly nodes?: readonly string[];
  /** Names of the nodes. */
  readonly attachedTo: readonly string[];
}
