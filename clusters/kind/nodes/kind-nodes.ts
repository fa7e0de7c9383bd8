import { type PlannedNode, workerContainer } from '../config/planned-nodes.ts';
import { addressOf } from '../docker.ts';
import { type AddOptions, addNode } from './add-node.ts';
import type { KindNode, KindNodes, NodeChange } from './nodes.ts';

interface NodesOptions extends Omit<AddOptions, 'container'> {
  readonly cluster: string;
  readonly planned: readonly PlannedNode[];
}

type Listener = (node: KindNode, what: NodeChange) => void;

export async function kindNodes(options: NodesOptions): Promise<KindNodes> {
  const { docker, cluster, planned } = options;
  const nodes = new Map<string, KindNode>();
  for (const { container, machine: spec } of planned) {
    if (!spec) continue;
    nodes.set(spec.name, { name: spec.name, container, address: await addressOf(docker, container), spec });
  }

  // A removed node's number is not used again, as the cluster may still know the old container.
  let workers = planned.filter(({ role }) => role === 'worker').length;
  const listeners = new Set<Listener>();
  const notify: Listener = (node, what) => {
    for (const listener of listeners) listener(node, what);
  };
  const called = (name: string): KindNode => {
    const node = nodes.get(name);
    if (node) return node;
    throw new Error(`there is no node ${name}, but ${[...nodes.keys()].join(', ') || 'none'}`);
  };
  const inside = (name: string, argv: readonly string[]) => docker.run(['exec', called(name).container, ...argv]);

  return {
    list: () => [...nodes.values()],
    get: (name) => nodes.get(name),
    exec: async (name, argv) => inside(name, argv),
    spawn: (name, argv) => docker.spawn(['exec', '--interactive', called(name).container, ...argv]),
    async stop(name) {
      const node = called(name);
      await docker.run(['kill', node.container]);
      notify(node, 'stopped');
    },
    async start(name) {
      const before = called(name);
      await docker.run(['start', before.container]);
      const node = { ...before, address: await addressOf(docker, before.container) };
      if (node.address !== before.address) await docker.run(['exec', node.container, 'sh', '-c', moved(before, node)]);
      nodes.set(name, node);
      notify(node, 'started');
    },
    async remove(name) {
      const node = called(name);
      await docker.run(['rm', '--force', '--volumes', node.container]);
      nodes.delete(name);
      notify(node, 'removed');
    },
    async add(spec) {
      if (nodes.has(spec.name)) throw new Error(`there is a node ${spec.name} already`);
      workers += 1;
      const container = workerContainer(cluster, workers);
      const problem = (message: string) => {
        if (nodes.get(spec.name)?.container === container) options.problem(message);
      };
      const node = await addNode(spec, { ...options, container, problem });
      nodes.set(spec.name, node);
      notify(node, 'added');
      return node;
    },
    cutOff: async (name) => void (await inside(name, ['sh', '-c', cutOffScript])),
    reconnect: async (name) => void (await inside(name, ['sh', '-c', reconnectScript])),
    onChange(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}

/** The kubelet must not report the node's former address; kind's own images replace it themselves. */
function moved(before: KindNode, node: KindNode): string {
  const files = '/var/lib/kubelet/kubeadm-flags.env /kind/kubeadm.conf';
  const replace = `sed -i 's/${before.address.replaceAll('.', '\\.')}\\b/${node.address}/g' ${files}`;
  // Where systemd has not started the kubelet yet, it will read the new file.
  return `${replace}; systemctl --no-block try-restart kubelet || true`;
}

/** Rules that drop all traffic of a node, except on its loopback interface. */
const rules: readonly (readonly string[])[] = [
  ['INPUT', '!', '-i', 'lo'],
  ['OUTPUT', '!', '-o', 'lo'],
  ['FORWARD'],
].map(([chain = '', ...match]) => [chain, ...match, '-m', 'comment', '--comment', 'plimsoll', '-j', 'DROP']);

/** Scripts for `sh -c`, which change nothing at the second run. */
const cutOffScript = script((rule) => `iptables -w -C ${rule} 2>/dev/null || iptables -w -I ${rule}`);
const reconnectScript = script((rule) => `! iptables -w -C ${rule} 2>/dev/null || iptables -w -D ${rule}`);

function script(command: (rule: string) => string): string {
  return ['set -e', ...rules.map((rule) => command(rule.join(' ')))].join('\n');
}
