import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { ClusterEntry } from './kubeconfig/kubeconfig.ts';

type Interfaces = ReturnType<typeof networkInterfaces>;

/** Docker Desktop's own name for the machine: its installer writes it into the hosts file. */
const localNames: ReadonlySet<string> = new Set(['localhost', 'kubernetes.docker.internal']);
/** Bridges that Docker and Podman make; others, such as br0, may reach beyond the machine. */
const containerBridge = /^(docker\d+|br-[0-9a-f]{12}|podman\d+|cni-podman\d+)$/;

/**
 * Whether the cluster's API server is on this machine: on loopback, or in the network of a bridge of containers. One behind a proxy,
 * whose certificate is not looked at, or must bear a name from elsewhere, as through a tunnel, is not; nor is `kubectl proxy`.
 */
export function isLocalServer(
  cluster: Pick<ClusterEntry, 'tls-server-name' | 'proxy-url' | 'insecure-skip-tls-verify'> & {
    readonly server: string;
  },
  interfaces: Interfaces = networkInterfaces(),
): boolean {
  const { server, 'tls-server-name': name, 'proxy-url': proxy, 'insecure-skip-tls-verify': insecure } = cluster;
  const { protocol, hostname } = new URL(server);
  if (proxy || insecure || protocol !== 'https:') return false;
  if (name && !isLocalHost(name, interfaces)) return false;
  return isLocalHost(hostname, interfaces);
}

function isLocalHost(host: string, interfaces: Interfaces): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (localNames.has(address) || address.endsWith('.localhost')) return true;
  const family = isIP(address);
  return family !== 0 && localAddresses(interfaces).check(address, family === 4 ? 'ipv4' : 'ipv6');
}

function localAddresses(interfaces: Interfaces): BlockList {
  const local = new BlockList();
  local.addSubnet('127.0.0.0', 8, 'ipv4');
  local.addAddress('::1', 'ipv6');
  // To connect there is to connect to oneself.
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
