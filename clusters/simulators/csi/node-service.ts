import type { CallName, DriverDefinition, NodeContext } from './definition.ts';
import { GrpcError } from './grpc-error.ts';
import { protocol } from './proto/protocol.ts';
import type { Service } from './serve.ts';
import type { Turns } from './turns.ts';

const calls = [
  'nodeGetInfo',
  'nodeStageVolume',
  'nodeUnstageVolume',
  'nodePublishVolume',
  'nodeUnpublishVolume',
  'nodeGetVolumeStats',
  'nodeExpandVolume',
] as const satisfies readonly CallName[];

/** The Node service of a driver on one machine, which is looked at anew with every call. */
export function nodeService(definition: DriverDefinition, context: () => NodeContext, turns: Turns): Service {
  const capabilities = definition.nodeCapabilities.map((type) => ({ rpc: { type } }));
  return {
    definition: protocol().node,
    handlers: {
      ...Object.fromEntries(calls.map((call) => [call, (request: never) => answer(call, request)])),
      nodeGetCapabilities: () => ({ capabilities }),
    },
  };

  function answer(call: (typeof calls)[number], request: never): unknown {
    const behaviour = definition[call] as ((request: never, context: NodeContext) => unknown) | undefined;
    if (!behaviour) throw new GrpcError('Unimplemented', '');
    return turns.take(call, request, () => behaviour(request, context()));
  }
}
