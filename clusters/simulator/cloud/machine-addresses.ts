export interface MachineAddress {
  readonly type: 'InternalIP' | 'ExternalIP';
  readonly address: string;
}

/** Public addresses come first, as NIFCLOUD lists them: InstancesV2 in its pkg/cloudprovider/providers/nifcloud. */
export function addressed(
  internalIP: string,
  external: readonly string[],
): {
  readonly addresses: readonly MachineAddress[];
  readonly internalIP: string;
} {
  return {
    addresses: [
      ...external.map((address) => ({ type: 'ExternalIP', address }) as const),
      { type: 'InternalIP', address: internalIP },
    ],
    internalIP,
  };
}
