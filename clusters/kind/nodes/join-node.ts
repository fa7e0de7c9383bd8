import { createInterface } from 'node:readline';
import type { Registration } from '../config/registration.ts';
import type { Docker } from '../docker/docker.ts';
import { joinConfiguration } from './join-configuration.ts';

const kubeadmFile = '/kind/kubeadm.conf';

export interface Joining {
  readonly container: string;
  /** A container of kind's, whose configuration is taken after. */
  readonly like: string;
  readonly address: string;
  readonly registration: Registration;
}

/** Makes a container that runs a kubelet's machine a node of the cluster: what kind does, in the same order. */
export async function joinNode(docker: Docker, { container, like, address, registration }: Joining): Promise<void> {
  const written = await docker.run(['exec', like, 'cat', kubeadmFile]);
  await untilBooted(docker, container);
  const input = joinConfiguration(written, registration, address);
  await docker.run(['exec', '--interactive', container, 'cp', '/dev/stdin', kubeadmFile], { input });
  await docker.run(['exec', container, 'kubeadm', 'join', '--config', kubeadmFile, '--v=6']);
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
