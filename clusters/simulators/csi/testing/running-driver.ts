import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, clockAt } from '../../../../harness/clock.ts';
import { sanitySettings, twoMachines } from '../../../clouds/sanity-settings.ts';
import type { Topology } from '../../../topology/topology.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { simulatedCloud } from '../../cloud/simulated-cloud.ts';
import { type CsiControllerClient, type CsiNodeClient, csiControllerClient, csiNodeClient } from '../client.ts';
import type { DriverContext, DriverDefinition } from '../definition.ts';
import { startDriver } from '../driver.ts';
import type { Sent, VolumeCapability } from '../messages.ts';

/** A driver that runs, with clients of its sockets. */
export interface DriverUnderTest extends AsyncDisposable {
  readonly cloud: Cloud;
  readonly controller: CsiControllerClient;
  node(machine: string): Promise<CsiNodeClient>;
}

interface Options {
  readonly clock?: Clock;
  /** Two machines, node1 and node2, in two zones where the cloud has any, when absent. */
  readonly topology?: Topology;
  readonly secret?: DriverContext['secret'];
}

export async function driverUnderTest(definition: DriverDefinition, options: Options = {}): Promise<DriverUnderTest> {
  const { clock = clockAt(1), topology = twoMachines(sanitySettings(definition.short)), secret } = options;
  await using undo = new AsyncDisposableStack();
  const { path: directory } = undo.use(await mkdtempDisposable(join(tmpdir(), 'plimsoll-csi-')));
  const cloud = simulatedCloud({ clock, topology });
  const driver = undo.use(await startDriver(definition, { cloud, directory, ...(secret && { secret }) }));
  const controller = csiControllerClient(driver.controllerSocket);
  undo.defer(() => controller.close());
  const owned = undo.move();
  return {
    cloud,
    controller,
    async node(machine) {
      const client = csiNodeClient(await driver.nodeSocket(machine));
      owned.defer(() => client.close());
      return client;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export const once: Sent<VolumeCapability> = { accessMode: { mode: 'SINGLE_NODE_WRITER' }, mount: {} };
export const many: Sent<VolumeCapability> = { accessMode: { mode: 'MULTI_NODE_MULTI_WRITER' }, mount: {} };
export const onceRaw: Sent<VolumeCapability> = { accessMode: { mode: 'SINGLE_NODE_WRITER' }, block: {} };
export const manyRaw: Sent<VolumeCapability> = { accessMode: { mode: 'MULTI_NODE_MULTI_WRITER' }, block: {} };
export const readers: Sent<VolumeCapability> = { accessMode: { mode: 'MULTI_NODE_READER_ONLY' }, mount: {} };

/** The message of the error that a call is refused with; throws when it is not. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return (error as Error).message.replace('rpc error: code = ', '').replace(' desc =', ':');
  }
  throw new Error('expected a refusal, but the call was answered');
}
