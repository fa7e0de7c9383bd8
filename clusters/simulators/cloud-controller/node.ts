import type { KubernetesObject } from '../../../harness/api/resources.ts';

/** A Node, as far as a cloud's controllers look at it; what else it has is kept. */
export interface Node extends KubernetesObject {
  spec?: { providerID?: string; taints?: readonly Taint[] };
  status?: {
    conditions?: readonly { readonly type: string; readonly status: string }[];
    addresses?: readonly Address[];
  };
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export interface Address {
  readonly type: string;
  readonly address: string;
}

/** A kubelet with an external cloud provider registers with it; it goes when the cloud's controller has seen the node. */
export const uninitializedTaint = 'node.cloudprovider.kubernetes.io/uninitialized';

/** A node whose machine is stopped has it. */
export const shutdownTaint = 'node.cloudprovider.kubernetes.io/shutdown';

export function hasTaint({ spec }: Node, key: string): boolean {
  return (spec?.taints ?? []).some((taint) => taint.key === key);
}

export function isReady({ status }: Node): boolean {
  return (status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
}
