import type { CallName, DriverContext, DriverDefinition } from './definition.ts';
import { GrpcError } from './grpc-error.ts';
import { protocol } from './proto/protocol.ts';
import type { Service } from './serve.ts';
import type { Turns } from './turns.ts';

const calls = [
  'createVolume',
  'deleteVolume',
  'controllerPublishVolume',
  'controllerUnpublishVolume',
  'validateVolumeCapabilities',
  'listVolumes',
  'createSnapshot',
  'deleteSnapshot',
  'listSnapshots',
  'controllerExpandVolume',
  'controllerModifyVolume',
] as const satisfies readonly CallName[];

/** The Controller service of a driver. */
export function controllerService(definition: DriverDefinition, context: DriverContext, turns: Turns): Service {
  const capabilities = definition.controllerCapabilities.map((type) => ({ rpc: { type } }));
  return {
    definition: protocol().controller,
    handlers: {
      ...Object.fromEntries(calls.map((call) => [call, (request: never) => answer(call, request)])),
      controllerGetCapabilities: () => ({ capabilities }),
    },
  };

  function answer(call: (typeof calls)[number], request: never): unknown {
    const behaviour = definition[call] as ((request: never, context: DriverContext) => unknown) | undefined;
    if (!behaviour) throw new GrpcError('Unimplemented', '');
    return turns.take(call, request, () => behaviour(request, context));
  }
}
