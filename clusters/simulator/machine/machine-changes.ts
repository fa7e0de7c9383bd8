import type { Cloud } from '../cloud/cloud.ts';
import type { CloudMachine } from '../cloud/machines.ts';
import type { VmNode } from './node-object.ts';
import type { NodeHosts } from './node-runtime.ts';
import type { Pod } from './pod.ts';
import type { PodWorkers } from './pod-workers.ts';

interface FollowOptions {
  readonly cloud: Cloud;
  readonly hosts: NodeHosts;
  readonly workers: PodWorkers;
  /** All assigned pods as the API server last told of them. */
  readonly pods: ReadonlyMap<string, Pod>;
  readonly nodeOf: (machine: CloudMachine) => VmNode;
  readonly problem: (message: string) => void;
  readonly signal: AbortSignal;
}

const retryPause = 1_000;

/** Lets the nodes share the fate of their machines, until it is disposed. */
export function followMachines({ cloud, hosts, workers, pods, nodeOf, problem, signal }: FollowOptions): Disposable {
  return cloud.machines.onChange((machine, what) => {
    const { name } = machine;
    if (what === 'stopped' || what === 'removed') {
      hosts.shutDown(name, { forEver: what === 'removed' });
      workers.lose(name);
      unmountAll(name);
    } else if (what === 'cut off') {
      void hosts.setSilent(name, true);
    } else if (what === 'reconnected') {
      const host = hosts.hostOf(name);
      void hosts.setSilent(name, false).catch((error: Error) => problem(`heartbeat of ${name} lost: ${error.message}`));
      if (host) workers.catchUp(host, pods);
    } else {
      void boot(machine);
    }
  });

  async function boot(machine: CloudMachine): Promise<void> {
    const { name } = machine;
    unmountAll(name);
    for (;;) {
      try {
        const host = await hosts.boot(nodeOf(machine), { isSilent: !machine.reachable });
        if (!host) return;
        workers.catchUp(host, pods);
        await host.volumes.report();
        return;
      } catch (error) {
        hosts.shutDown(name);
        if (signal.aborted || cloud.machines.get(name)?.state !== 'running') return;
        problem(`node ${name} is not registered: ${(error as Error).message}`);
        await cloud.clock.sleep(retryPause, signal).catch(() => undefined);
      }
    }
  }

  /** A machine that is switched off keeps no mount. */
  function unmountAll(machine: string): void {
    const mounts = cloud.mounts(machine);
    for (const path of mounts.paths()) mounts.unmount(path);
  }
}
