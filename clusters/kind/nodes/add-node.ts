import { createInterface } from 'node:readline';
import type { MachineSpec } from '../../topology/topology.ts';
import { type ConfigOptions, mountsOf } from '../config/kind-config.ts';
import { type Registration, registrationOf, type Surroundings } from '../config/registration.ts';
import { whyKindFailed } from '../create.ts';
import { addressOf, type Docker, DockerError, inspect } from '../docker.ts';
import type { KindState } from '../state.ts';
import { joinConfiguration, runArguments } from './new-worker.ts';
import type { KindNode } from './nodes.ts';

export interface AddOptions extends Surroundings, Pick<ConfigOptions, 'mounts'> {
  readonly docker: Docker;
  readonly state: KindState;
  readonly container: string;
  /** kind's container of the control plane, which is the template of the new one. */
  readonly like: string;
  /** Gives a container that has booted the images that the nodes were given. */
  readonly loadImages: (container: string) => Promise<void>;
  /** Gives a Node, once it is there, the labels that its kubelet may not. */
  readonly label: (registration: Registration) => Promise<void>;
  /** Called with failures in the background, until the cluster is disposed. */
  readonly problem: (message: string) => void;
  /** Aborted when the cluster is disposed. */
  readonly signal: AbortSignal;
}

/** Starts a container for the machine; it joins in the background. */
export async function addNode(spec: MachineSpec, options: AddOptions): Promise<KindNode> {
  const { docker, state, container, like, mounts } = options;
  await state.writeHostname(container, spec.name);
  const planned = { container, role: 'worker' as const, machine: spec };
  const binds = mountsOf(planned, { hostnameFile: state.hostnameFile, ...(mounts && { mounts }) });
  await docker.run(runArguments(await inspect(docker, like), { name: container, mounts: binds }));
  const node = { name: spec.name, container, address: await addressOf(docker, container), spec };

  const registration = registrationOf(spec, options);
  const { signal } = options;
  const problem = (what: string) => (error: Error) => {
    if (!signal.aborted) options.problem(`the node ${spec.name} ${what}: ${error.message}`);
  };
  // The nodes can pull the images too.
  const prepare = () => options.loadImages(container).catch(problem('was not given its images'));
  joinNode(docker, { container, like, address: node.address, registration, prepare, signal })
    .then(() => options.label(registration))
    .catch(problem('could not join'));
  return node;
}

const kubeadmFile = '/kind/kubeadm.conf';

export interface Joining extends Pick<AddOptions, 'container' | 'like' | 'signal'> {
  readonly address: string;
  readonly registration: Registration;
  /** Called when the container has booted, and before it is a node. */
  readonly prepare: () => Promise<void>;
}

/** Makes a container a node of the cluster, in the same order as kind does; rejects with kubeadm's error. */
export async function joinNode(docker: Docker, joining: Joining): Promise<void> {
  const { container, like, address, registration, prepare, signal } = joining;
  const written = await docker.run(['exec', like, 'cat', kubeadmFile], { signal });
  await untilBooted(docker, container);
  await prepare();
  const input = joinConfiguration(written, registration, address);
  await docker.run(['exec', '--interactive', container, 'cp', '/dev/stdin', kubeadmFile], { input, signal });
  const join = ['exec', container, 'kubeadm', 'join', '--config', kubeadmFile, '--v=6'];
  await docker.run(join, { signal }).catch((cause) => {
    if (!(cause instanceof DockerError)) throw cause;
    throw new Error(`kubeadm join: ${whyKindFailed(cause.complaint)}`, { cause });
  });
}

/** By NodeReachedCgroupsReadyRegexp of kind's pkg/cluster/internal/providers/common, in systemd's output. */
async function untilBooted(docker: Docker, container: string): Promise<void> {
  const logs = docker.spawn(['logs', '--follow', container]);
  try {
    if (!logs.stdout) throw new Error('the standard output of docker logs was expected, and is not there');
    for await (const line of createInterface(logs.stdout)) {
      if (/Reached target .*Multi-User System|detected cgroup v1/.test(line)) return;
    }
  } finally {
    logs.kill('SIGKILL');
  }
  throw new Error(`the container ${container} ended before it had booted: "docker logs ${container}" explains`);
}
