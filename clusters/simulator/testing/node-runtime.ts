import { nodeDrivers } from '../machine/csi-drivers.ts';
import type { Host } from '../machine/node-runtime.ts';
import { nodeVolumes } from '../machine/node-volumes.ts';
import { kubeletTexts } from '../machine/pod-status.ts';
import { azureFiles } from './azure-files.ts';
import { storage } from './pod-storage.ts';

/** A node `node-1` with Azure Files' driver, on a clock; what it has to say goes nowhere unless a test listens. */
export function testHost(
  clock: Host['clock'],
  parts: Partial<Host> & { readonly stored?: ReturnType<typeof storage> } = {},
): Host {
  const { stored = storage(clock), ...others } = parts;
  const { cloud, lookups } = stored;
  const [node, mounts, stop] = ['node-1', cloud.mounts('node-1'), new AbortController()];
  const { fetch } = lookups;
  const drivers = nodeDrivers({
    machine: node,
    endpoints: () => new Map([['file.csi.azure.com', { nodeSocket: async () => '' }]]),
    connect: () => azureFiles({ cloud, lookups }, node),
  });
  const inUse = { add: async () => undefined, remove: async () => undefined, report: async () => undefined };
  return {
    cloud,
    lookups,
    node,
    address: '10.224.0.4',
    clock,
    texts: kubeletTexts('1.37.2'),
    images: new Set<string>(),
    volumes: nodeVolumes({ node, clock, fetch, drivers, inUse, mounts }),
    stopped: stop.signal,
    isDown: () => false,
    isSilent: () => false,
    events: { record: () => undefined },
    allocate: () => cloud.network.allocate('10.224.0.0/16'),
    release: () => undefined,
    changed: () => undefined,
    ...others,
  };
}
