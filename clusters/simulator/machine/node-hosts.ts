import { kubeletServer } from '../kubelet-server.ts';
import type { Host } from './host.ts';
import { type Booted, booted, type Shared } from './machine-hosts.ts';
import { podLog } from './pod-logs.ts';
import { postConditions, type RegisteredNode, register, renewLease } from './registration.ts';
import type { RunningPod } from './running-pod.ts';
import type { VmNode } from './vm-node.ts';

/** The nodes of the simulator, while their machines are there. */
export interface NodeHosts extends AsyncDisposable {
  /** Undefined for a node of others, and for one whose machine is off. */
  hostOf(node: string): Host | undefined;
  /** Whether it is, or may again be, a node of this simulator. */
  isOurs(node: string): boolean;
  /** Those that say that they are alive. */
  alive(): readonly RegisteredNode[];
  /** Registers a node; rejects when the API server does not take it. `undefined` when its machine is switched off before. */
  boot(node: VmNode, options?: { readonly isSilent?: boolean }): Promise<Host | undefined>;
  shutDown(node: string, options?: { readonly forEver?: boolean }): void;
  /** Cuts a node off from the API server, or lets it reach it again. */
  setSilent(node: string, isSilent: boolean): Promise<void>;
}

interface Member {
  readonly booted: Booted;
  node?: RegisteredNode;
  port?: Disposable | undefined;
}

const retryPause = 1_000;

/** `pods` are those whose logs port 10250 of their nodes tells. Disposing it writes the events that are still to be written. */
export function nodeHosts(shared: Shared, pods: () => ReadonlyMap<string, RunningPod>): NodeHosts {
  const { api, storage, problem } = shared;
  const { clock, network } = storage.cloud;
  const members = new Map<string, Member>();
  const known = new Set<string>();
  const closing = new Set<Promise<void>>();
  let alive: readonly RegisteredNode[] | undefined;

  function registered(node: string): Member | undefined {
    const member = members.get(node);
    return member?.node && member;
  }

  /** Port 10250, which answers as long as the machine is there and reachable. */
  function answer(member: Member): void {
    member.port?.[Symbol.dispose]();
    alive = undefined;
    const { name, address } = member.node ?? {};
    member.port = undefined;
    if (!name || !address || member.booted.host.isSilent()) return;
    const server = kubeletServer({
      log: (wanted) => podLog(pods(), wanted, clock),
      pods: () => [...pods().values()].filter(({ pod }) => pod.spec.nodeName === name).map(({ pod }) => pod),
    });
    member.port = network.listen(address, 10250, server);
  }

  function close(member: Member): void {
    const closed = member.booted.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  return {
    hostOf: (node) => registered(node)?.booted.host,
    isOurs: (node) => known.has(node),
    alive() {
      const speaking = [...members.values()].filter(({ booted }) => !booted.isSilent);
      alive ??= speaking.flatMap(({ node }) => node ?? []);
      return alive;
    },
    async boot(node, { isSilent = false } = {}) {
      const member: Member = { booted: booted(node, shared) };
      const { host, drivers, stop } = member.booted;
      member.booted.isSilent = isSilent;
      members.set(node.name, member);
      known.add(node.name);
      while (member.booted.isSilent && !stop.signal.aborted) {
        await clock.sleep(retryPause, stop.signal).catch(() => undefined);
      }
      if (stop.signal.aborted) return undefined;
      member.node = await register(api, node, { clock, drivers, problem });
      if (stop.signal.aborted) return undefined;
      answer(member);
      return host;
    },
    shutDown(name, { forEver = false } = {}) {
      if (forEver) known.delete(name);
      const member = members.get(name);
      if (!member) return;
      members.delete(name);
      member.booted.stop.abort();
      answer(member);
      close(member);
    },
    async setSilent(name, isSilent) {
      const member = members.get(name);
      if (!member) return;
      member.booted.isSilent = isSilent;
      answer(member);
      if (isSilent || !member.node) return;
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
