import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlPlaneBinary } from '../control-plane/binaries/binaries.ts';
import type { Engine } from '../control-plane/docker/engine.ts';
import { logFile } from '../control-plane/docker/logs.ts';
import type { Component } from '../control-plane/processes/component.ts';
import { ComponentFailure } from '../control-plane/processes/failure.ts';
import { asArguments, assignments, type Flags } from '../control-plane/processes/flags.ts';

type Container = ReturnType<Engine['docker']['getContainer']>;
type ContainerComponent = Pick<Component, 'name' | 'log' | 'ended'>;

/** The least exit code of a program that was killed or never run, as when the container's first process ends. */
const notOnItsOwn = 126;
/** Milliseconds that the engine may take to know that the first process has ended. */
const longestEnd = 2_000;

/**
 * Starts components in a container and watches them. The engine starts them after etcd, as `docker exec` does, so that
 * the image needs no such program. They end with the container.
 */
export function containerComponents(docker: Engine['docker'], container: Container, logs: string) {
  const failure = new AbortController();
  let stopping = false;
  function watched(name: ControlPlaneBinary, how: (log: Writable) => Promise<string>): ContainerComponent {
    const log = join(logs, `${name}.log`);
    const output = logFile(log);
    const ended = how(output.stream)
      .catch((error: Error) => `could not be watched: ${error.message}`)
      .then(async (words) => {
        const lost = await output.close();
        return lost ? `${words}, and ${log} lacks output (${lost.message})` : words;
      });
    const component = { name, log, ended };
    void ended.then((words) => {
      if (!stopping) failure.abort(new ComponentFailure(component, words));
    });
    return component;
  }

  let first: ContainerComponent | undefined;
  /** When the first process ends, the others end too or cannot be started, which is not their failure. */
  const unlessOver = async () => {
    await Promise.race([first?.ended, sleep(longestEnd, undefined, { ref: false })]);
    failure.signal.throwIfAborted();
  };
  return {
    /** Aborted with a ComponentFailure when a component ends that should not. */
    broken: failure.signal,
    /** Starts the container itself, whose first process is etcd. */
    async startFirst(): Promise<void> {
      const stream = await container.attach({ stream: true, stdout: true, stderr: true });
      await container.start();
      first = watched('etcd', async (log) => {
        await untilEnd(docker, stream, log);
        const { StatusCode } = (await container.wait()) as { StatusCode: number };
        return `ended with exit code ${StatusCode}`;
      });
    },
    async launch(
      name: ControlPlaneBinary,
      flags: Flags,
      environment: Readonly<Record<string, string>> = {},
    ): Promise<ContainerComponent> {
      const options = {
        Cmd: [`/${name}`, ...asArguments(flags)],
        Env: [...assignments(environment)],
        AttachStdout: true,
        AttachStderr: true,
      };
      try {
        const exec = await container.exec(options);
        const stream = await exec.start({});
        return watched(name, async (log) => {
          await untilEnd(docker, stream, log);
          const { ExitCode } = await exec.inspect();
          if (ExitCode === null || ExitCode >= notOnItsOwn) await unlessOver();
          return `ended with exit code ${ExitCode}`;
        });
      } catch (error) {
        await unlessOver();
        throw error;
      }
    },
    [Symbol.dispose](): void {
      stopping = true;
    },
  };
}

/** Resolves when the process has closed its output, of which the engine sends both streams through one connection. */
async function untilEnd(docker: Engine['docker'], stream: NodeJS.ReadWriteStream, log: Writable): Promise<void> {
  docker.modem.demuxStream(stream, log, log);
  await finished(stream, { writable: false });
}
