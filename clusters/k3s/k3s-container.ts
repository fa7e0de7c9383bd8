import type { StartedK3sContainer } from '@testcontainers/k3s';
import { logFile } from '../control-plane/docker/log-file.ts';

export interface K3sContainerOptions {
  readonly image: string;
  /** Of the container, its host, and so of the Node. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether testcontainers' own reaper is there. */
  readonly ryuk: boolean;
  /** File that takes what k3s says. */
  readonly log: string;
}

/** Starts k3s and resolves when its node has registered; its ports are published on loopback only. */
export async function startK3sContainer(options: K3sContainerOptions): Promise<StartedK3sContainer> {
  const { K3sContainer } = await import('@testcontainers/k3s');
  // What is published is for its container to say, just before it is made.
  class OnLoopback extends K3sContainer {
    protected override async beforeContainerCreated(): Promise<void> {
      await super.beforeContainerCreated();
      const bindings: Readonly<Record<string, { HostIp?: string }[]>> = this.hostConfig.PortBindings ?? {};
      for (const binding of Object.values(bindings).flat()) binding.HostIp = '127.0.0.1';
    }
  }
  const { image, name, labels, ryuk, log } = options;
  const container = new OnLoopback(image)
    .withName(name)
    .withHostname(name)
    .withLabels({ ...labels })
    .withAutoCleanup(ryuk)
    .withLogConsumer((output) => void output.pipe(logFile(log).stream));
  return (await container.start()) as StartedK3sContainer;
}
