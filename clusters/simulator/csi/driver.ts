import { join } from 'node:path';
import type { Cloud } from '../../simulators/cloud/cloud.ts';
import type { CloudMachine } from '../../simulators/cloud/machines.ts';
import {
  type DriverContext,
  type DriverDefinition,
  type Mounter,
  type NodeContext,
  tableMounter,
} from './definition.ts';
import { type Service, serve } from './grpc.ts';
import { controllerService, identityService, nodeService, turns } from './services.ts';

/** A driver whose controller answers; disposing it stops it, and its nodes' parts too. */
export interface RunningDriver extends AsyncDisposable {
  readonly definition: DriverDefinition;
  /** Path of the unix socket of Identity and Controller. */
  readonly controllerSocket: string;
  /** Path of the unix socket of Identity and Node of a machine; opened when it is first asked for. */
  nodeSocket(machine: string): Promise<string>;
  /** What answers at that socket, for who serves it elsewhere; throws when there is no such machine. */
  nodeServices(machine: string): readonly Service[];
}

export interface DriverOptions {
  readonly cloud: Cloud;
  /** Where the sockets are made, and which is made itself; short, as a socket's path is at most 107 bytes long. */
  readonly directory: string;
  /** How volumes are mounted on a machine; in the simulated machine's own table when absent. */
  readonly mounter?: (machine: string) => Mounter;
  /** Reads a Secret of the cluster; there are none when absent. */
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
  const services = [identity, controllerService(definition, context, turns(definition, cloud.clock))];
  undo.use(await serve(controllerSocket, services));

  const parts = new Map<string, readonly Service[]>();
  const nodes = new Map<string, Promise<string>>();
  let opened = 0;
  const owned = undo.move();
  return {
    definition,
    controllerSocket,
    nodeSocket(name) {
      const known = nodes.get(name) ?? openNode(name, join(directory, `${definition.short}-${opened++}.sock`));
      nodes.set(name, known);
      // A machine that is not there may be added later.
      known.catch(() => nodes.delete(name));
      return known;
    },
    nodeServices,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };

  /** The same ones each time, as calls for one volume wait for each other. */
  function nodeServices(name: string): readonly Service[] {
    machineNamed(name);
    const known = parts.get(name);
    if (known) return known;
    const here = mounter(name);
    const node = (): NodeContext => ({ ...context, machine: machineNamed(name), mounter: here });
    const made = [identity, nodeService(definition, node, turns(definition, cloud.clock))];
    parts.set(name, made);
    return made;
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

/** AWS's drivers go by the instance's id, the others by the machine's name. */
function nodeIdOf({ nodeId }: DriverDefinition, machine: CloudMachine): string {
  return nodeId === 'instance id' ? machine.id : machine.name;
}
