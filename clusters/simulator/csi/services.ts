import type { Clock } from '../../../harness/clock.ts';
import type { CallName, DriverContext, DriverDefinition, NodeContext } from './definition.ts';
import { GrpcError, protocol, type Service } from './grpc.ts';

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

/** Lets calls take the time that they take, and refuses the second for a volume that one is under way for. */
export interface Turns {
  take(call: CallName, request: object, answer: () => unknown): unknown;
}

export function turns({ latency = {}, underWay }: DriverDefinition, clock: Clock): Turns {
  const busy = new Set<string>();
  return {
    async take(call, request, answer) {
      const volume = volumeIn(request);
      if (!volume) return answer();
      if (underWay && busy.has(volume)) throw new GrpcError('Aborted', underWay(call, volume));
      busy.add(volume);
      try {
        const wait = latency[call];
        if (wait) await clock.sleep(wait);
        return await answer();
      } finally {
        busy.delete(volume);
      }
    },
  };
}

/** A volume that has no id yet goes by its name. */
function volumeIn(request: { readonly volumeId?: string; readonly name?: string }): string | undefined {
  return request.volumeId || request.name || undefined;
}
