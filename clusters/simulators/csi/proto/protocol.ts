import { join } from 'node:path';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { loadSync, type Options } from '@grpc/proto-loader';

export interface Protocol {
  readonly identity: ServiceDefinition;
  readonly controller: ServiceDefinition;
  readonly node: ServiceDefinition;
  /** Of kubelets, for drivers that introduce themselves by a socket. */
  readonly registration: ServiceDefinition;
}

/** As messages.ts types them: names in camel case, every field there, enums by name, 64-bit numbers as plain ones. */
const asTyped: Options = { longs: Number, enums: String, defaults: true, oneofs: true };

let loaded: Protocol | undefined;

/** Parsed once in a process, when the first driver or client needs it. */
export function protocol(): Protocol {
  loaded ??= {
    identity: serviceIn('csi.proto', 'csi.v1.Identity'),
    controller: serviceIn('csi.proto', 'csi.v1.Controller'),
    node: serviceIn('csi.proto', 'csi.v1.Node'),
    registration: serviceIn('pluginregistration.proto', 'pluginregistration.Registration'),
  };
  return loaded;
}

const packages = new Map<string, ReturnType<typeof loadSync>>();

function serviceIn(file: string, name: string): ServiceDefinition {
  const definitions = packages.get(file) ?? loadSync(join(import.meta.dirname, file), asTyped);
  packages.set(file, definitions);
  const service = definitions[name];
  if (!service || 'format' in service) throw new Error(`expected ${file} to define the service ${name}`);
  return service as ServiceDefinition;
}
