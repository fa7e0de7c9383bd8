import type { Clock } from '../../../harness/clock.ts';
import type { CallName, DriverContext, DriverDefinition, NodeContext } from './definition.ts';
import { GrpcError, type Handler, methodName, protocol, type Service } from './grpc.ts';

/** The Identity service of a driver, which every socket serves beside the other one. */
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

/** The Controller service of a driver. */
export function controllerService(driver: DriverDefinition, context: DriverContext): Service {
  const capabilities = driver.controllerCapabilities.map((type) => ({ rpc: { type } }));
  return serviceOf('controller', driver, () => context, {
    clock: context.cloud.clock,
    handlers: { controllerGetCapabilities: () => ({ capabilities }) },
  });
}

/** The Node service of a driver on one machine; the context is read anew for every call. */
export function nodeService(driver: DriverDefinition, context: () => NodeContext, clock: Clock): Service {
  const capabilities = driver.nodeCapabilities.map((type) => ({ rpc: { type } }));
  return serviceOf('node', driver, context, { clock, handlers: { nodeGetCapabilities: () => ({ capabilities }) } });
}

interface Rest {
  readonly clock: Clock;
  readonly handlers: Service['handlers'];
}

/** All methods of a service, from the driver's definition; what is absent there is Unimplemented. */
function serviceOf(
  which: 'controller' | 'node',
  driver: DriverDefinition,
  context: () => DriverContext,
  { clock, handlers }: Rest,
): Service {
  const definition = protocol()[which];
  const guard = inFlightGuard(driver, clock);
  const calls = Object.keys(definition).map((method): readonly [string, Handler] => {
    const call = methodName(method) as CallName;
    const behaviour = driver[call] as ((request: object, context: DriverContext) => unknown) | undefined;
    return [
      call,
      (request) => {
        if (!behaviour) throw new GrpcError('Unimplemented', '');
        return guard(call, request, () => behaviour(request, context()));
      },
    ];
  });
  return { definition, handlers: { ...Object.fromEntries(calls), ...handlers } };
}

type Guard = (call: CallName, request: { volumeId?: string; name?: string }, answer: () => unknown) => Promise<unknown>;

/** Delays a call by its latency; rejects a second call for the same volume while the first is in flight. */
function inFlightGuard({ latency = {}, inFlight }: DriverDefinition, clock: Clock): Guard {
  const busy = new Set<string>();
  return async (call, { volumeId, name }, answer) => {
    // A volume that has no id yet goes by its name.
    const volume = volumeId || name;
    if (!volume) return answer();
    if (inFlight && busy.has(volume)) throw new GrpcError('Aborted', inFlight(call, volume));
    busy.add(volume);
    try {
      const wait = latency[call];
      if (wait) await clock.sleep(wait);
      return await answer();
    } finally {
      busy.delete(volume);
    }
  };
}
