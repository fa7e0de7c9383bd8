import type { ContainerRuntimeClient } from 'testcontainers';
import type { Architecture } from '../binaries/binaries.ts';
import { canListen } from '../processes/ports.ts';

/** A Docker engine, or one that speaks its API, that runs containers on this machine. */
export interface Engine {
  readonly client: ContainerRuntimeClient;
  readonly docker: ContainerRuntimeClient['container']['dockerode'];
  /** Of its containers, whatever this machine's is. */
  readonly architecture: Architecture;
}

/** The engine that answers; rejects with where it was looked for, and what to do. */
export async function findEngine(find: () => Promise<ContainerRuntimeClient> = anyEngine): Promise<Engine> {
  const client = await find().catch((cause: Error) => {
    throw new Error(`no Docker engine answers: ${tried} were tried; ${advice}`, { cause });
  });
  const { host, architecture, operatingSystemType } = client.info.containerRuntime;
  if (!(await isHere(host))) {
    throw new Error(
      `the Docker engine is on ${host}: one on this machine is needed, as ports are published on loopback`,
    );
  }
  if (operatingSystemType !== 'linux') {
    throw new Error(`the Docker engine runs containers of ${operatingSystemType}: switch it to Linux containers`);
  }
  return { client, docker: client.container.dockerode, architecture: architectureOf(architecture) };
}

const tried = 'DOCKER_HOST, the Docker context, /var/run/docker.sock and the sockets of rootless engines';
const advice =
  'start Docker (`docker info` must answer), let DOCKER_HOST say where it is, or run on another kind of cluster: ' +
  'on Linux, --cluster embedded needs no Docker';

/** Loaded when it is needed: it takes a quarter of a second. */
async function anyEngine(): Promise<ContainerRuntimeClient> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  return getContainerRuntimeClient();
}

/** Within a container, an engine's address may be that of its bridge, which is down while no container runs. */
async function isHere(host: string): Promise<boolean> {
  return ['localhost', '127.0.0.1', '::1'].includes(host) || (await canListen(host));
}

/** As Go calls it; engines report it as uname(1) does, or as Go. */
function architectureOf(name: string): Architecture {
  if (name === 'x86_64' || name === 'amd64') return 'amd64';
  if (name === 'aarch64' || name === 'arm64') return 'arm64';
  throw new Error(`the Docker engine runs on ${name}: there are programs for amd64 and arm64`);
}
