import type { CloudMachine } from '../cloud/machines.ts';
import { kubeletServer } from '../kubelet-server.ts';
import type { VmNode } from './node-object.ts';
import { type NodeOptions, type NodeRuntime, nodeRuntime } from './node-runtime.ts';
import { podLog } from './pod-logs.ts';
import type { PodWorkers } from './pod-workers.ts';
import { postConditions, type RegisteredNode, register, renewLease } from './registration.ts';
import type { AssignedPod, RunningPod } from './running-pod.ts';

interface NodesOptions extends NodeOptions {
  /** The running pods, whose logs port 10250 of their nodes serves. */
  readonly pods: () => ReadonlyMap<string, RunningPod>;
  readonly problem: (message: string) => void;
}

interface Member {
  readonly runtime: NodeRuntime;
  node?: RegisteredNode;
  port?: Disposable | undefined;
}

const retryPause = 1_000;

type Nodes = ReturnType<typeof kubeletNodes>;

/** The nodes of the simulator, while their machines exist; disposing it writes the events that are still waiting. */
export function kubeletNodes({ pods, problem, ...options }: NodesOptions) {
  const { api } = options;
  const { clock, network } = options.cloud;
  const members = new Map<string, Member>();
  const known = new Set<string>();
  const closing = new Set<Promise<void>>();
  let alive: readonly RegisteredNode[] | undefined;

  /** Port 10250 answers while the machine exists and is reachable. */
  function answer(member: Member): void {
    member.port?.[Symbol.dispose]();
    member.port = undefined;
    alive = undefined;
    const { name, address } = member.node ?? {};
    if (!name || !address || member.runtime.isSilent()) return;
    const server = kubeletServer({
      log: (wanted) => podLog(pods(), wanted, clock),
      pods: () => [...pods().values()].filter(({ pod }) => pod.spec.nodeName === name).map(({ pod }) => pod),
    });
    member.port = network.listen(address, 10250, server);
  }

  function close(member: Member): void {
    const closed = member.runtime.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  return {
    /** Undefined for a foreign node, and for one whose machine is off. */
    runtimeOf(node: string): NodeRuntime | undefined {
      const member = members.get(node);
      return member?.node && member.runtime;
    },
    /** Whether it is, or may become again, a node of this simulator. */
    isOurs: (node: string) => known.has(node),
    /** The registered nodes that reach the API server. */
    alive(): readonly RegisteredNode[] {
      alive ??= [...members.values()].flatMap(({ runtime, node }) => (node && !runtime.isSilent() ? node : []));
      return alive;
    },
    /** Registers a node; rejects when the API server refuses it. `undefined` if its machine is switched off before. */
    async boot(node: VmNode, { isCutOff = false } = {}): Promise<NodeRuntime | undefined> {
      const runtime = nodeRuntime(node, options);
      const { stopped } = runtime;
      const member: Member = { runtime };
      runtime.setCutOff(isCutOff);
      members.set(node.name, member);
      known.add(node.name);
      while (runtime.isSilent() && !stopped.aborted) await clock.sleep(retryPause, stopped).catch(() => undefined);
      if (stopped.aborted) return undefined;
      member.node = await register(api, node, runtime, problem);
      if (stopped.aborted) return undefined;
      answer(member);
      return runtime;
    },
    shutDown(name: string, { forEver = false } = {}): void {
      if (forEver) known.delete(name);
      const member = members.get(name);
      if (!member) return;
      members.delete(name);
      member.runtime.stop();
      answer(member);
      close(member);
    },
    /** Cuts a node off from the API server, or ends the cut. */
    async setCutOff(name: string, isCutOff: boolean): Promise<void> {
      const member = members.get(name);
      if (!member) return;
      member.runtime.setCutOff(isCutOff);
      answer(member);
      if (isCutOff || !member.node) return;
      await renewLease(api, member.node, clock);
      await postConditions(api, member.node, clock.now());
    },
    async [Symbol.asyncDispose]() {
      for (const member of members.values()) {
        member.port?.[Symbol.dispose]();
        close(member);
      }
      members.clear();
      await Promise.all(closing);
    },
  };
}

interface FollowOptions extends Pick<NodesOptions, 'cloud' | 'problem'> {
  readonly nodes: Nodes;
  readonly workers: PodWorkers;
  /** All assigned pods as the API server last sent them. */
  readonly pods: ReadonlyMap<string, AssignedPod>;
  readonly nodeOf: (machine: CloudMachine) => VmNode;
  readonly signal: AbortSignal;
}

/** Stops, boots and cuts off nodes with their machines, until it is disposed. */
export function followMachines({ cloud, nodes, workers, pods, nodeOf, problem, signal }: FollowOptions): Disposable {
  return cloud.machines.onChange((machine, what) => {
    const { name } = machine;
    if (what === 'stopped' || what === 'removed') {
      nodes.shutDown(name, { forEver: what === 'removed' });
      workers.lose(name);
      unmountAll(name);
    } else if (what === 'cut off') {
      void nodes.setCutOff(name, true);
    } else if (what === 'reconnected') {
      const runtime = nodes.runtimeOf(name);
      void nodes.setCutOff(name, false).catch((error: Error) => problem(`heartbeat of ${name} lost: ${error.message}`));
      if (runtime) workers.catchUp(runtime, pods);
    } else {
      void boot(machine);
    }
  });

  async function boot(machine: CloudMachine): Promise<void> {
    const { name } = machine;
    unmountAll(name);
    for (;;) {
      try {
        const runtime = await nodes.boot(nodeOf(machine), { isCutOff: !machine.reachable });
        if (!runtime) return;
        workers.catchUp(runtime, pods);
        return await runtime.volumes.report();
      } catch (error) {
        nodes.shutDown(name);
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
