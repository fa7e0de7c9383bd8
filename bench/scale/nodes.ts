import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { settingsFrom } from '../../clusters/control-plane/settings.ts';
import { simulatedCloud } from '../../clusters/simulator/cloud/cloud.ts';
import type { CloudMachine } from '../../clusters/simulator/cloud/machines.ts';
import { allSchedulable } from '../../clusters/simulator/machine/kubelet.ts';
import { machineNode, vmNodeObject } from '../../clusters/simulator/machine/node-object.ts';
import { equalWorkers } from '../../clusters/topology/testing/three-zones.ts';
import { type KubernetesObject, resources } from '../../harness/api/resources.ts';
import { clockAt } from '../../harness/clock.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { built, go } from '../start-stop/kwokctl.ts';

/** Nodes and pods simulated by one process. */
export interface SimulatedNodes extends AsyncDisposable {
  readonly pid: number;
}

/** Starts kwok, which takes care of every node, and makes nodes like ours for it. */
export async function kwokNodes(cluster: Cluster, nodes: number): Promise<SimulatedNodes> {
  const stages = (await defaultStages()).flatMap((file) => ['--config', file]);
  const flags = ['--kubeconfig', cluster.kubeconfig, '--manage-all-nodes', '--node-lease-duration-seconds=40'];
  const kwok = spawn(await built('kwok'), [...flags, ...stages], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(kwok, 'exit');
  let lastWords = '';
  kwok.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-2_000);
  });
  const machines = simulatedCloud({ clock: clockAt(1), topology: equalWorkers(nodes) }).machines.list();
  for (const machine of machines) await cluster.api.create(resources.Node, withoutConditions(machine, cluster));
  await Promise.race([
    allSchedulable(
      cluster.api,
      machines.map(({ name }) => name),
    ),
    exited.then(([code]) => Promise.reject(new Error(`kwok ended with ${code}: ${lastWords}`))),
  ]);
  return simulatedBy(kwok, exited);
}

function simulatedBy(program: ChildProcess, exited: Promise<unknown>): SimulatedNodes {
  return {
    pid: program.pid ?? 0,
    async [Symbol.asyncDispose]() {
      program.kill();
      await exited;
    },
  };
}

/** A node that is not Ready yet: kwok's own stages make it so. */
function withoutConditions(machine: CloudMachine, { kubernetes }: Cluster): KubernetesObject {
  const node = vmNodeObject(machineNode(machine, { kubernetes, isExternal: false }), new Date());
  return { ...node, status: { ...(node.status as object), conditions: [] } } as KubernetesObject;
}

/** The defaults of kwokctl: the fast stages, which take a pod to Running in one step. */
async function defaultStages(): Promise<string[]> {
  const { stdout } = await go('kwok', 'list', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/kwok');
  const stages = ['node/fast/node-initialize', 'node/heartbeat-with-lease/node-heartbeat-with-lease'];
  const ofPods = ['pod-ready', 'pod-complete', 'pod-delete'].map((stage) => `pod/fast/${stage}`);
  return [...stages, ...ofPods].map((stage) => join(stdout.trim(), 'kustomize', 'stage', `${stage}.yaml`));
}

/** Starts Plimsoll's kubelets in a separate process, to measure its memory alone. */
export async function plimsollNodes({ connection, kubernetes }: Cluster, nodes: number): Promise<SimulatedNodes> {
  // As the launcher starts Node, so that no memory goes into stripping types either.
  const { cache, variables } = settingsFrom();
  const env = { ...variables, NODE_COMPILE_CACHE: join(cache, 'node') };
  const execArgv = ['--max-semi-space-size=8', '--heap-growing-percent=20'];
  const child = fork(join(import.meta.dirname, 'kubelet-process.ts'), { env, execArgv });
  const exited = once(child, 'exit');
  child.send({ connection, kubernetes, nodes });
  const [ready] = await Promise.race([once(child, 'message'), exited]);
  if (ready !== 'ready') throw new Error(`the process of the kubelets ended with ${ready} before its nodes were ready`);
  return simulatedBy(child, exited);
}
