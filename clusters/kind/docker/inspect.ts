import type { Docker } from '../docker.ts';

/** What is read of a container: https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerInspect */
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

/** In the order of the names. */
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
