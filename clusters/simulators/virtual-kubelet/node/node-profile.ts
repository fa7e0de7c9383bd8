/** How a version registers its node. */
export interface NodeProfile {
  /** `v1.19.10-vk-azure-aci-1.4.8` */
  readonly kubeletVersion: string;
  readonly nodeLabels: (node: string) => Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
  readonly capacity: Readonly<Record<string, string>>;
  readonly operatingSystem: string;
  readonly architecture: string;
  readonly conditions: readonly NodeCondition[];
  /** The node's phase when it is registered; versions that have none leave it out. */
  readonly phase?: string;
  /** What a second status, sent as soon as the controllers are up, says. Versions without one first patch after a minute. */
  readonly whenUp?: { readonly phase: string; readonly readyMessage: string };
  /** Whether a node that somebody deleted is created again with the next status. */
  readonly recreatesNode: boolean;
}

export interface NodeCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}
