import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Docker {
  /** Resolves with the standard output; rejects with command, exit code and what was complained of. */
  run(args: readonly string[], options?: RunOptions): Promise<string>;
  /** Starts a command, with its standard input, output and error piped. */
  spawn(args: readonly string[]): ChildProcess;
}

export interface RunOptions {
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
}

/** The docker CLI was not there, or ended with an exit code other than 0. */
export class DockerError extends Error {
  /** The standard error of docker or, when docker is missing, of env(1). */
  readonly complaint: string;
  /** 127 when there is no docker. */
  readonly code: number | null;

  constructor(args: readonly string[], code: number | null, complaint: string) {
    super(`docker ${args.join(' ')} ended with exit code ${code}${complaint && `: ${complaint}`}`);
    this.name = 'DockerError';
    this.code = code;
    this.complaint = complaint;
  }
}

/** The docker CLI on the PATH; every process of it has the mark in its environment. */
export function docker(mark: Readonly<Record<string, string>>): Docker {
  // env(1) adds to whatever environment there is.
  const assignments = Object.entries(mark).map(([name, value]) => `${name}=${value}`);
  const start = (args: readonly string[], signal?: AbortSignal) =>
    spawn('/usr/bin/env', [...assignments, 'docker', ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      killSignal: 'SIGKILL',
      ...(signal && { signal }),
    });
  return {
    spawn: (args) => start(args),
    async run(args, { input = '', signal } = {}) {
      signal?.throwIfAborted();
      const child = start(args, signal);
      child.stdin.on('error', () => undefined).end(input); // a command that reads nothing closes it
      const aborted = new Promise<never>((_, reject) => child.on('error', reject));
      const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
      const [[code], output, complaint] = await Promise.race([ended, aborted]).catch((error) => {
        throw signal?.aborted ? signal.reason : error;
      });
      signal?.throwIfAborted();
      if (code !== 0) throw new DockerError(args, code, complaint.trim());
      return output;
    },
  };
}

const alternative = 'or run on another kind of cluster: --cluster embedded needs no Docker';

/** Rejects, with what to do, unless a Docker engine answers. */
export async function checkEngine(docker: Docker, signal: AbortSignal): Promise<void> {
  try {
    await docker.run(['version', '--format', '{{.Server.Version}}'], { signal });
  } catch (cause) {
    if (!(cause instanceof DockerError)) throw cause;
    if (cause.code === 127) {
      throw new Error(`kind needs Docker, and no docker is on the PATH: install it, ${alternative}`, { cause });
    }
    const why = cause.complaint.split('\n').at(-1);
    throw new Error(`kind needs Docker, and its engine does not answer: ${why}; start it, ${alternative}`, { cause });
  }
}

/**
 * What is read of a container:
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerInspect
 */
export interface Container {
  /** `/plimsoll-0123456789abcdef-worker` */
  readonly Name: string;
  readonly Config: {
    readonly Image: string;
    readonly Env: readonly string[] | null;
    readonly Labels: Readonly<Record<string, string>>;
    readonly Volumes: Readonly<Record<string, object>> | null;
  };
  readonly HostConfig: {
    readonly Binds: readonly string[] | null;
    readonly CgroupnsMode: string;
    readonly Devices: readonly { readonly PathOnHost: string }[] | null;
    readonly Init: boolean | null;
    readonly NetworkMode: string;
    readonly Privileged: boolean;
    readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
    readonly SecurityOpt: readonly string[] | null;
    readonly Sysctls?: Readonly<Record<string, string>> | null;
    readonly Tmpfs: Readonly<Record<string, string>> | null;
    readonly UsernsMode: string;
  };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>> };
}

export async function inspect(docker: Docker, names: readonly string[]): Promise<readonly Container[]> {
  return JSON.parse(await docker.run(['container', 'inspect', ...names])) as Container[];
}

/** On its network, of which kind gives each container one; rejects when it has none. */
export async function addressOf(docker: Docker, name: string): Promise<string> {
  const [container] = await inspect(docker, [name]);
  const address = container && addressIn(container);
  if (address) return address;
  throw new Error(`the container ${name} has no address: it may have ended, which "docker logs ${name}" explains`);
}

export function addressIn({ NetworkSettings }: Container): string | undefined {
  return Object.values(NetworkSettings.Networks).find(({ IPAddress }) => IPAddress !== '')?.IPAddress;
}
