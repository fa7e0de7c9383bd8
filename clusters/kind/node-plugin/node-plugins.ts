import { join } from 'node:path';
import { type Clock, clockAt } from '../../../harness/clock.ts';
import { unlessAborted } from '../../../harness/lifetime.ts';
import type { Mounter } from '../../simulator/csi/definition.ts';
import type { KindNode, KindNodes } from '../nodes/nodes.ts';
import type { HostMount } from '../options.ts';
import { nodeMounter } from './node-mounter.ts';
import { type PluginProcess, type PluginServer, runPlugin } from './plugin-process.ts';

/** The project and the Node.js that runs this, in every node. */
const project = '/opt/plimsoll';
const runtime = '/opt/plimsoll-node';

export const pluginMounts: readonly HostMount[] = [
  { hostPath: join(import.meta.dirname, '../../..'), containerPath: project, readOnly: true },
  { hostPath: process.execPath, containerPath: runtime, readOnly: true },
];

interface NodePluginsOptions {
  readonly nodes: Pick<KindNodes, 'list' | 'get' | 'spawn' | 'onChange'>;
  /** Directory of this machine where the volumes are. */
  readonly volumes: string;
  /** Command of the plugin in a node; a test puts another in its place. */
  readonly command?: readonly string[];
  /** Called when a plugin cannot be kept running. */
  readonly problem: (message: string) => void;
  /** Of the pauses between tries; the wall clock when absent. */
  readonly clock?: Clock;
}

export interface NodePlugins extends AsyncDisposable {
  mounter(machine: string): Mounter;
  /** Keeps a plugin running in every node, also in later ones; resolves when all present ones serve. */
  start(servers: (node: KindNode) => readonly PluginServer[]): Promise<void>;
}

const restartPause = 1_000;
/** The failure in a row that is reported. */
const reportedFailure = 5;

/** The drivers' parts in the nodes of a cluster: one process a node for all drivers. */
export function nodePlugins({ nodes, volumes, problem, ...options }: NodePluginsOptions): NodePlugins {
  const { command = [runtime, join(project, 'clusters/kind/node-plugin/plugin.ts')], clock = clockAt(1) } = options;
  const running = new Map<string, PluginProcess>();
  const working = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  let listening: Disposable | undefined;
  let isDisposed = false;

  function plugin(machine: string): PluginProcess {
    const found = running.get(machine);
    if (!found) throw new Error(`no CSI plugin runs on ${machine}`);
    return found;
  }

  /** Keeps one running until the node is stopped; resolves when the first one serves, rejects when none does. */
  function keep(node: KindNode, servers: (node: KindNode) => readonly PluginServer[]): Promise<void> {
    const { promise: serves, resolve, reject } = Promise.withResolvers<void>();
    const stop = new AbortController();
    const { signal } = stop;
    let failures = 0;
    const done = (async () => {
      while (!signal.aborted) {
        let trouble = '';
        try {
          const served = servers(node);
          await using process = await runPlugin(nodes.spawn(node.name, command), served);
          running.set(node.name, process);
          failures = 0;
          resolve();
          trouble = await unlessAborted(process.ended, signal);
        } catch (error) {
          trouble = (error as Error).message;
        }
        running.delete(node.name);
        await clock.sleep(restartPause, signal).catch(() => undefined);
        // A plugin may end when its node is stopped.
        failures += 1;
        if (signal.aborted || failures !== reportedFailure) continue;
        const message = `no CSI plugin runs on ${node.name}: ${trouble}`;
        problem(message);
        reject(new Error(message));
      }
      running.delete(node.name);
      resolve();
    })();
    working.set(node.name, { stop, done });
    return serves;
  }

  async function halt(name: string): Promise<void> {
    const { stop, done } = working.get(name) ?? {};
    working.delete(name);
    stop?.abort();
    await done;
  }

  return {
    mounter(name) {
      const { zone } = nodes.get(name)?.spec ?? {};
      const machine = { name, ...(zone && { zone }) };
      return nodeMounter({ volumes, machine, plugin: () => plugin(name) });
    },
    async start(servers) {
      listening = nodes.onChange((node, what) => {
        const before = halt(node.name);
        if (what === 'added' || what === 'started')
          void before.then(() => (isDisposed ? undefined : keep(node, servers).catch(() => undefined)));
      });
      await Promise.all(nodes.list().map((node) => keep(node, servers)));
    },
    async [Symbol.asyncDispose]() {
      isDisposed = true;
      listening?.[Symbol.dispose]();
      await Promise.all([...working.keys()].map(halt));
    },
  };
}
