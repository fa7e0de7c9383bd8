import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, clockAt } from '../../../harness/clock.ts';
import type { SimulatedCloud } from '../../simulator/cloud/cloud.ts';
import { simulatedCloud } from '../../simulator/cloud/cloud.ts';
import { type CsiClient, csiClient } from '../../simulator/csi/client.ts';
import type { DriverContext, DriverDefinition } from '../../simulator/csi/definition.ts';
import { startDriver } from '../../simulator/csi/driver.ts';
import type { VolumeCapabilityInput } from '../../simulator/csi/messages.ts';
import type { Topology } from '../../topology/topology.ts';
import { sanitySettings, twoMachines } from '../sanity-settings.ts';

/** A driver that runs, with clients of its sockets. */
export interface DriverUnderTest extends AsyncDisposable {
  readonly cloud: SimulatedCloud;
  readonly controller: CsiClient;
  node(machine: string): Promise<CsiClient>;
}

interface Options {
  readonly clock?: Clock;
  /** By default with node1 and node2, in two zones if the cloud has zones. */
  readonly topology?: Topology;
  readonly secret?: DriverContext['secret'];
}

export async function driverUnderTest(definition: DriverDefinition, options: Options = {}): Promise<DriverUnderTest> {
  const { clock = clockAt(1), topology = twoMachines(sanitySettings(definition.short)), secret } = options;
  await using undo = new AsyncDisposableStack();
  const { path: directory } = undo.use(await mkdtempDisposable(join(tmpdir(), 'plimsoll-csi-')));
  const cloud = simulatedCloud({ clock, topology });
  const driver = undo.use(await startDriver(definition, { cloud, directory, ...(secret && { secret }) }));
  const controller = csiClient(driver.controllerSocket);
  undo.defer(() => controller.close());
  const owned = undo.move();
  return {
    cloud,
    controller,
    async node(machine) {
      const client = csiClient(await driver.nodeSocket(machine));
      owned.defer(() => client.close());
      return client;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export const once: VolumeCapabilityInput = { accessMode: { mode: 'SINGLE_NODE_WRITER' }, mount: {} };
export const many: VolumeCapabilityInput = { accessMode: { mode: 'MULTI_NODE_MULTI_WRITER' }, mount: {} };
export const onceRaw: VolumeCapabilityInput = { accessMode: { mode: 'SINGLE_NODE_WRITER' }, block: {} };
export const manyRaw: VolumeCapabilityInput = { accessMode: { mode: 'MULTI_NODE_MULTI_WRITER' }, block: {} };
export const readers: VolumeCapabilityInput = { accessMode: { mode: 'MULTI_NODE_READER_ONLY' }, mount: {} };

/** The message of the error that a call is refused with; throws when it is not. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return (error as Error).message.replace('rpc error: code = ', '').replace(' desc =', ':');
  }
  throw new Error('expected a refusal, but the call was answered');
}
