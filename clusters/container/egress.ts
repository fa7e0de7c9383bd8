import { once } from 'node:events';
import { createServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { makeAuthority } from '../control-plane/credentials/authority.ts';
import type { Engine } from '../control-plane/docker/engine.ts';
import { type ConnectTo, openEgressProxy } from '../control-plane/processes/egress-proxy.ts';

/** This machine's name in containers: Docker Desktop knows it, and `host-gateway` sets it for engines on Linux. */
export const hostName = 'host.docker.internal';

const files = { authority: 'egress-ca.crt', certificate: 'egress.crt', key: 'egress.key' };

/** The proxy to simulated addresses, on this machine. */
export interface Egress extends AsyncDisposable {
  /** The EgressSelectorConfiguration that sends an API server to it. */
  readonly selection: object;
  /** Files that it names, by their names. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Lets an API server in a container reach simulated nodes and pods, which live in this process. Others may reach the
 * port, so that only clients with a certificate made for this one cluster are served.
 */
export async function openEgress(docker: Engine['docker'], connectTo: ConnectTo): Promise<Egress> {
  const authority = await makeAuthority('plimsoll-egress');
  const [server, client, host] = await Promise.all([
    authority.issue({ commonName: hostName, answersTo: [hostName] }),
    authority.issue({ commonName: 'kube-apiserver' }),
    addressForContainers(docker),
  ]);
  const { certificate: cert, key } = server;
  const listener = createServer({ cert, key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true });
  const { port, ...proxy } = await openEgressProxy({ server: listener, host }, connectTo);
  const tlsConfig = { caBundle: files.authority, clientCert: files.certificate, clientKey: files.key };
  const tcp = { url: `https://${hostName}:${port}`, tlsConfig };
  return {
    ...proxy,
    selection: {
      apiVersion: 'apiserver.k8s.io/v1beta1',
      kind: 'EgressSelectorConfiguration',
      egressSelections: [{ name: 'cluster', connection: { proxyProtocol: 'HTTPConnect', transport: { tcp } } }],
    },
    files: {
      [files.authority]: authority.certificate,
      [files.certificate]: client.certificate,
      [files.key]: client.key,
    },
  };
}

/**
 * The gateway of the engine's network, where that is an address of this machine; else the engine is in a virtual
 * machine, which passes on to loopback.
 */
async function addressForContainers(docker: Engine['docker']): Promise<string> {
  const network = await docker.getNetwork('bridge').inspect().catch(unlessMissing);
  const addresses = (network as Network | undefined)?.IPAM?.Config?.find(({ Subnet }) => Subnet?.includes('.'));
  // Engines that chose it themselves do not report it: they take the first.
  const gateway = addresses?.Gateway ?? addresses?.Subnet?.replace(/\d+\/\d+$/, '1');
  return gateway && (await isOfThisMachine(gateway)) ? gateway : '127.0.0.1';
}

/** Podman's network has another name, and an engine may be set to have none. */
function unlessMissing(error: { readonly statusCode?: number }): undefined {
  if (error.statusCode !== 404) throw error;
}

interface Network {
  readonly IPAM?: { readonly Config?: readonly Addresses[] };
}

interface Addresses {
  readonly Subnet?: string;
  readonly Gateway?: string;
}

/** Whether one can listen there: os.networkInterfaces() leaves a bridge out to which no container is attached. */
async function isOfThisMachine(host: string): Promise<boolean> {
  const server = createTcpServer().listen({ host, port: 0 });
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
