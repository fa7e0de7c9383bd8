import { createInterface } from 'node:readline';
import type { Registration } from '../config/registration.ts';
import { type Docker, DockerError } from '../docker.ts';
import { whyKindFailed } from '../progress.ts';
import { joinConfiguration } from './join-configuration.ts';

const kubeadmFile = '/kind/kubeadm.conf';

export interface Joining {
  readonly container: string;
  /** A container of kind's, whose configuration is taken after. */
  readonly like: string;
  readonly address: string;
  readonly registration: Registration;
  /** Done when the container has booted, and before it is a node: gives it what its first Pods need. */
  readonly prepare: () => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Makes a container that runs a kubelet's machine a node of the cluster: what kind does, in the same order. Rejects with the line of
 * kubeadm's that says why it cannot be.
 */
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

/** systemd tells on the container's terminal: NodeReachedCgroupsReadyRegexp in kind's pkg/cluster/internal/providers/common. */
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
