import type { DriverDefinition } from './definition.ts';
import { protocol } from './proto/protocol.ts';
import type { Service } from './serve.ts';

/** The Identity service of a driver, which stands beside each of the other two. */
export function identityService({ name, version, services, volumeExpansion }: DriverDefinition): Service {
  const expansion = volumeExpansion ? [{ volumeExpansion: { type: volumeExpansion } }] : [];
  const capabilities = [...services.map((type) => ({ service: { type } })), ...expansion];
  return {
    definition: protocol().identity,
    handlers: {
      getPluginInfo: () => ({ name, vendorVersion: `v${version}` }),
      getPluginCapabilities: () => ({ capabilities }),
      probe: () => ({ ready: { value: true } }),
    },
  };
}
