import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { assignments } from '../control-plane/processes/flags.ts';

export interface Docker {
  /** Resolves with the standard output; rejects with a DockerError. */
  run(args: readonly string[], options?: { input?: string; signal?: AbortSignal | undefined }): Promise<string>;
  /** Starts a command, with its standard input, output and error piped. */
  spawn(args: readonly string[]): ChildProcess;
}

/** The docker CLI ended with an exit code other than 0: 127 when there is no docker. */
export class DockerError extends Error {
  /** The standard error of docker or, when docker is missing, of env(1). */
  readonly complaint: string;
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
  const command = (args: readonly string[]) => [...assignments(mark), 'docker', ...args];
  return {
    spawn: (args) => spawn('/usr/bin/env', command(args), { stdio: ['pipe', 'pipe', 'pipe'], killSignal: 'SIGKILL' }),
    async run(args, { input = '', signal } = {}) {
      signal?.throwIfAborted();
      const options = { maxBuffer: Number.POSITIVE_INFINITY, killSignal: 'SIGKILL', signal } as const;
      const running = execute('/usr/bin/env', command(args), options);
      running.child.stdin?.on('error', () => undefined).end(input); // a command that reads nothing closes it
      const { stdout } = await running.catch((error) => {
        signal?.throwIfAborted();
        throw typeof error.code === 'string' ? error : new DockerError(args, error.code, error.stderr.trim());
      });
      signal?.throwIfAborted();
      return stdout;
    },
  };
}

const execute = promisify(execFile);

const alternative = 'or run on another kind of cluster: --cluster embedded needs no Docker';

/** Rejects, with what to do, unless a Docker engine answers. */
export async function checkEngine(docker: Docker, signal: AbortSignal): Promise<void> {
  await docker.run(['version', '--format', '{{.Server.Version}}'], { signal }).catch((cause) => {
    if (!(cause instanceof DockerError)) throw cause;
    const why = cause.complaint.split('\n').at(-1);
    const missing = 'no docker is on the PATH: install it';
    const problem = cause.code === 127 ? missing : `its engine does not answer: ${why}; start it`;
    throw new Error(`kind needs Docker, and ${problem}, ${alternative}`, { cause });
  });
}

/** https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerInspect */
export interface Container {
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

export async function inspect(docker: Docker, name: string): Promise<Container> {
  const [container] = JSON.parse(await docker.run(['container', 'inspect', name])) as readonly Container[];
  if (!container) throw new Error(`there is no container ${name}`);
  return container;
}

/** On its network, of which kind gives each container one; rejects when it has none. */
export async function addressOf(docker: Docker, name: string): Promise<string> {
  const { NetworkSettings } = await inspect(docker, name);
  const network = Object.values(NetworkSettings.Networks).find(({ IPAddress }) => IPAddress !== '');
  if (network) return network.IPAddress;
  throw new Error(`the container ${name} has no address: it may have ended, which "docker logs ${name}" explains`);
}
