import { type ChildProcess, spawn } from 'node:child_process';
import { clockAt } from '../../../harness/clock.ts';
import { sanitySettings, twoMachines } from '../../clouds/sanity-settings.ts';
import { simulatedCloud } from '../../simulator/cloud/cloud.ts';
import type { KindNode, KindNodes, NodeChange } from '../nodes/nodes.ts';

/** A node whose plugin is a process of this machine. */
export function oneNode() {
  const cloud = simulatedCloud({ clock: clockAt(1), topology: twoMachines(sanitySettings('ebs')) });
  const [spec] = cloud.machines.list();
  if (!spec) throw new Error('expected a machine');
  const node: KindNode = { name: spec.name, container: spec.name, address: '127.0.0.1', spec };
  const processes: ChildProcess[] = [];
  const awaited = new Map<number, (child: ChildProcess) => void>();
  let notify = (_: KindNode, __: NodeChange): void => undefined;
  const nodes: Pick<KindNodes, 'list' | 'get' | 'spawn' | 'onChange'> = {
    list: () => [node],
    get: (name) => (name === node.name ? node : undefined),
    spawn(_, [command = '', ...args]) {
      const child = spawn(command, args);
      processes.push(child);
      awaited.get(processes.length)?.(child);
      return child;
    },
    onChange(listener) {
      notify = listener;
      return { [Symbol.dispose]: () => undefined };
    },
  };
  const spawned = (count: number) =>
    new Promise<ChildProcess>((resolve) => {
      const present = processes[count - 1];
      if (present) resolve(present);
      else awaited.set(count, resolve);
    });
  return { cloud, nodes, processes, spawned, notify: (what: NodeChange) => notify(node, what) };
}
