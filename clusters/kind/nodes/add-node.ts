import type { MachineSpec } from '../../topology/topology.ts';
import { type ConfigOptions, mountsOf } from '../config/kind-config.ts';
import { type Registration, registrationOf, type Surroundings } from '../config/registration.ts';
import { addressOf, inspect } from '../docker/inspect.ts';
import type { Docker } from '../docker.ts';
import type { KindState } from '../state.ts';
import { joinNode } from './join-node.ts';
import type { KindNode } from './nodes.ts';
import { runArguments } from './run-arguments.ts';

export interface AddOptions extends Surroundings, Pick<ConfigOptions, 'mounts'> {
  readonly docker: Docker;
  readonly state: KindState;
  /** Name that the new container gets. */
  readonly container: string;
  /** kind's container of the control plane, which is always there, and which the new one is like. */
  readonly like: string;
  /** Gives a container that has booted the images that the nodes were given. */
  readonly loadImages: (container: string) => Promise<void>;
  /** Gives a Node, once it is there, the labels that its kubelet may not. */
  readonly label: (registration: Registration) => Promise<void>;
  /** Told what went wrong in the background, but not that the cluster was disposed meanwhile. */
  readonly problem: (message: string) => void;
  /** Aborted when the cluster is disposed. */
  readonly signal: AbortSignal;
}

/** Starts a container for the machine; it joins in the background. */
export async function addNode(spec: MachineSpec, options: AddOptions): Promise<KindNode> {
  const { docker, state, container, like, mounts } = options;
  await state.writeHostname(container, spec.name);
  const [template] = await inspect(docker, [like]);
  if (!template) throw new Error(`there is no container ${like} that the new node could be like`);
  const planned = { container, role: 'worker' as const, machine: spec };
  const binds = mountsOf(planned, { hostnameFile: state.hostnameFile, ...(mounts && { mounts }) });
  await docker.run(runArguments(template, { name: container, mounts: binds }));
  const node = { name: spec.name, container, address: await addressOf(docker, container), spec };

  const registration = registrationOf(spec, options);
  const { signal } = options;
  const problem = (what: string) => (error: Error) => {
    if (!signal.aborted) options.problem(`the node ${spec.name} ${what}: ${error.message}`);
  };
  // Its Pods may still pull them.
  const prepare = () => options.loadImages(container).catch(problem('was not given its images'));
  joinNode(docker, { container, like, address: node.address, registration, prepare, signal })
    .then(() => options.label(registration))
    .catch(problem('could not join'));
  return node;
}
