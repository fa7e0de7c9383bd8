import { nodeDrivers } from '../machine/csi-drivers.ts';
import type { NodeRuntime } from '../machine/node-runtime.ts';
import { nodeVolumes } from '../machine/node-volumes.ts';
import { kubeletTexts } from '../machine/pod-status.ts';
import { azureFiles } from './azure-files.ts';
import { storage } from './pod-storage.ts';

/** A node `node-1` with Azure Files' driver, on a clock; a test may listen to its events. */
export function testRuntime(
  clock: NodeRuntime['clock'],
  parts: Partial<NodeRuntime> & { readonly stored?: ReturnType<typeof storage> } = {},
): NodeRuntime {
  const { stored = storage(clock), ...others } = parts;
  const { cloud, lookups } = stored;
  const [node, mounts] = ['node-1', cloud.mounts('node-1')];
  const { fetch } = lookups;
  const drivers = nodeDrivers(
    node,
    () => new Map([['file.csi.azure.com', { nodeSocket: async () => '' }]]),
    () => azureFiles({ cloud, lookups }, node),
  );
  const inUse = { add: async () => undefined, remove: async () => undefined, report: async () => undefined };
  return {
    cloud,
    lookups,
    node,
    address: '10.224.0.4',
    clock,
    texts: kubeletTexts('1.37.2'),
    images: new Set<string>(),
    drivers,
    volumes: nodeVolumes({ node, clock, fetch, drivers, inUse, mounts }),
    stopped: new AbortController().signal,
    isSilent: () => false,
    events: { record: () => undefined },
    allocate: () => cloud.network.allocate('10.224.0.0/16'),
    release: () => undefined,
    changed: () => undefined,
    setCutOff: () => undefined,
    stop: () => undefined,
    close: async () => undefined,
    ...others,
  };
}
