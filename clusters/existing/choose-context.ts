import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { BadInputError } from '../../harness/errors.ts';
import { type ChosenContext, kubeconfigFiles, readContext } from './kubeconfig.ts';

/** The user's choice of a cluster. */
export interface Choice {
  /** Path of the kubeconfig; by default the one that kubectl reads. */
  readonly kubeconfig?: string;
  readonly context: string;
  /** The same context again, for a cluster that is not on this machine. */
  readonly own?: string;
  /** Variables that name the kubeconfig, and that credential plugins are started with. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Rejects with a BadInputError when there is no such context, or its cluster may not be touched. */
export async function chooseContext({ kubeconfig, context, own, environment }: Choice): Promise<ChosenContext> {
  const chosen = await readContext(kubeconfigFiles(kubeconfig, environment), context);
  checkOwned(chosen, own);
  return chosen;
}

/** Throws a BadInputError unless the cluster is on this machine, or the same context was named twice. */
export function checkOwned({ name, file, cluster }: ChosenContext, own: string | undefined): void {
  if (own !== undefined && own !== name)
    throw new BadInputError(
      `--context names "${name}" and --i-own-this-cluster names "${own}": expected the same context twice`,
    );
  if (own === name || isLocalServer(cluster)) return;
  throw new BadInputError(
    `${file}: context "${name}" is of ${cluster.server}, which is not on this machine. Scenarios create and delete ` +
      'objects there, and some drain nodes; to allow that, name the context twice: ' +
      `--context ${name} --i-own-this-cluster ${name}`,
  );
}

/** Docker Desktop's installer writes its name for the machine into the hosts file. */
const localNames: ReadonlySet<string> = new Set(['localhost', 'kubernetes.docker.internal']);
/** Bridges that Docker and Podman make; others, such as br0, may reach beyond the machine. */
const containerBridge = /^(docker\d+|br-[0-9a-f]{12}|podman\d+|cni-podman\d+)$/;

/**
 * Whether the API server is on this machine: on loopback, or in the network of a bridge of containers. A proxy, plain
 * HTTP (`kubectl proxy`), an unchecked certificate or one for a name elsewhere (a tunnel) may lead to another machine.
 */
export function isLocalServer(
  cluster: Pick<ChosenContext['cluster'], 'server' | 'tls-server-name' | 'proxy-url' | 'insecure-skip-tls-verify'>,
  interfaces = networkInterfaces(),
): boolean {
  const { server, 'tls-server-name': name, 'proxy-url': proxy, 'insecure-skip-tls-verify': insecure } = cluster;
  const { protocol, hostname } = new URL(server);
  if (proxy || insecure || protocol !== 'https:') return false;
  const addresses = localAddresses(interfaces);
  return [hostname, name || hostname].every((host) => {
    const address = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
    if (localNames.has(address) || address.endsWith('.localhost')) return true;
    const family = isIP(address);
    return family !== 0 && addresses.check(address, family === 4 ? 'ipv4' : 'ipv6');
  });
}

function localAddresses(interfaces: ReturnType<typeof networkInterfaces>): BlockList {
  const local = new BlockList();
  local.addSubnet('127.0.0.0', 8, 'ipv4');
  local.addAddress('::1', 'ipv6');
  // A connection to this address ends on the own machine.
  local.addAddress('0.0.0.0', 'ipv4');
  for (const [name, addresses = []] of Object.entries(interfaces)) {
    if (!containerBridge.test(name)) continue;
    for (const { cidr, family } of addresses) {
      const [network = '', bits = ''] = cidr?.split('/') ?? [];
      if (network) local.addSubnet(network, Number(bits), family === 'IPv4' ? 'ipv4' : 'ipv6');
    }
  }
  return local;
}
