import { join } from 'node:path';
import type { SimulatedCloud } from '../cloud/cloud.ts';
import type { CloudMachine } from '../cloud/machines.ts';
import { type CallName, type DriverContext, type DriverDefinition, type Mounter, tableMounter } from './definition.ts';
import { GrpcError, methodName, protocol, type Service, serve } from './grpc.ts';

/** A driver whose controller answers; disposing it stops the controller and the node plugins. */
export interface RunningDriver extends AsyncDisposable {
  readonly definition: DriverDefinition;
  /** Path of the unix socket of Identity and Controller. */
  readonly controllerSocket: string;
  /** Path of the unix socket of Identity and Node of a machine, opened on first use. */
  nodeSocket(machine: string): Promise<string>;
  /** The services of that socket, to serve them elsewhere; throws when there is no such machine. */
  nodeServices(machine: string): readonly Service[];
}

export interface DriverOptions {
  readonly cloud: SimulatedCloud;
  /** Directory of the sockets, which is made; short, as a socket's path is at most 107 bytes long. */
  readonly directory: string;
  /** The mounts of a machine; the simulated machine's table when absent. */
  readonly mounter?: (machine: string) => Mounter;
  /** Reads a Secret of the cluster; without it, the cluster has none. */
  readonly secret?: DriverContext['secret'];
}

export async function startDriver(definition: DriverDefinition, options: DriverOptions): Promise<RunningDriver> {
  const { cloud, directory, secret = async () => undefined } = options;
  const { mounter = (machine) => tableMounter(cloud.mounts(machine)) } = options;
  await using undo = new AsyncDisposableStack();
  const context: DriverContext = {
    cloud,
    machineOf: (nodeId) => cloud.machines.list().find((machine) => nodeIdOf(definition, machine) === nodeId),
    secret,
  };
  const controllerSocket = join(directory, `${definition.short}.sock`);
  const identity = identityService(definition);
  undo.use(await serve(controllerSocket, [identity, serviceOf('controller', definition, () => context)]));

  const services = new Map<string, readonly Service[]>();
  const nodes = new Map<string, Promise<string>>();
  let opened = 0;
  const owned = undo.move();
  return {
    definition,
    controllerSocket,
    nodeSocket(name) {
      const known = nodes.get(name) ?? openNode(name, join(directory, `${definition.short}-${opened++}.sock`));
      nodes.set(name, known);
      // The machine may be added later.
      known.catch(() => nodes.delete(name));
      return known;
    },
    nodeServices,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };

  /** The same services each time, so that calls for one volume meet each other. */
  function nodeServices(name: string): readonly Service[] {
    machineNamed(name);
    const known = services.get(name) ?? newNodeServices(name, mounter(name));
    services.set(name, known);
    return known;
  }

  function newNodeServices(name: string, here: Mounter): readonly Service[] {
    return [
      identity,
      serviceOf('node', definition, () => ({ ...context, machine: machineNamed(name), mounter: here })),
    ];
  }

  async function openNode(name: string, socket: string): Promise<string> {
    const server = await serve(socket, nodeServices(name));
    if (owned.disposed) {
      await server[Symbol.asyncDispose]();
      throw new Error(`${definition.name} was stopped`);
    }
    owned.use(server);
    return socket;
  }

  function machineNamed(name: string): CloudMachine {
    const machine = cloud.machines.get(name);
    if (!machine) throw new Error(`the cloud has no machine ${name}`);
    return machine;
  }
}

function nodeIdOf({ nodeId }: DriverDefinition, machine: CloudMachine): string {
  return nodeId === 'instance id' ? machine.id : machine.name;
}

function identityService({ name, version, services, volumeExpansion }: DriverDefinition): Service {
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

/**
 * The Controller or the Node service of a driver; methods that its definition lacks are Unimplemented. It delays a call
 * by its latency, and rejects a second call for the same volume while the first is in flight.
 */
export function serviceOf(
  which: 'controller' | 'node',
  driver: DriverDefinition,
  context: () => DriverContext,
): Service {
  const { latency = {}, inFlight } = driver;
  const definition = protocol()[which];
  const capabilities = driver[`${which}Capabilities`].map((type) => ({ rpc: { type } }));
  const busy = new Set<string>();

  async function answer(call: CallName, request: { volumeId?: string; name?: string }): Promise<unknown> {
    const behaviour = driver[call] as ((request: object, context: DriverContext) => unknown) | undefined;
    if (!behaviour) throw new GrpcError('Unimplemented', '');
    // A volume that has no id yet goes by its name.
    const volume = request.volumeId || request.name;
    if (!volume) return behaviour(request, context());
    if (inFlight && busy.has(volume)) throw new GrpcError('Aborted', inFlight(call, volume));
    busy.add(volume);
    try {
      const wait = latency[call];
      if (wait) await context().cloud.clock.sleep(wait);
      return await behaviour(request, context());
    } finally {
      busy.delete(volume);
    }
  }

  const calls = Object.keys(definition).map((method) => {
    const call = methodName(method) as CallName;
    return [call, (request: object) => answer(call, request)] as const;
  });
  return {
    definition,
    handlers: { ...Object.fromEntries(calls), [`${which}GetCapabilities`]: () => ({ capabilities }) },
  };
}
