import { createServer } from 'node:https';
import { makeAuthority } from '../control-plane/credentials/authority.ts';
import type { Engine } from '../control-plane/docker/engine.ts';
import { type ConnectTo, openEgressProxy } from '../control-plane/processes/egress-proxy.ts';
import { canListen } from '../control-plane/processes/ports.ts';

/** This machine's name in containers: Docker Desktop knows it, and `host-gateway` sets it for engines on Linux. */
export const hostName = 'host.docker.internal';

const files = { authority: 'egress-ca.crt', certificate: 'egress.crt', key: 'egress.key' };

/** Lets an API server in a container reach simulated nodes and pods; serves only its own client certificate. */
export async function openEgress(docker: Engine['docker'], connectTo: ConnectTo) {
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
    /** Sends an API server to the proxy. */
    selection: {
      apiVersion: 'apiserver.k8s.io/v1beta1',
      kind: 'EgressSelectorConfiguration',
      egressSelections: [{ name: 'cluster', connection: { proxyProtocol: 'HTTPConnect', transport: { tcp } } }],
    },
    /** Those that the selection names. */
    files: {
      [files.authority]: authority.certificate,
      [files.certificate]: client.certificate,
      [files.key]: client.key,
    },
  };
}

/** The gateway of the engine's network or, when the engine is in a virtual machine, which passes it on, loopback. */
async function addressForContainers(docker: Engine['docker']): Promise<string> {
  const inspected = docker.getNetwork('bridge').inspect();
  // Podman's network has another name, and an engine may be set to have none.
  const network = await inspected.catch((error: { readonly statusCode?: number }) => {
    if (error.statusCode !== 404) throw error;
  });
  const addresses = (network as Network | undefined)?.IPAM?.Config?.find(({ Subnet }) => Subnet?.includes('.'));
  // Engines that chose it themselves do not report it: they take the first.
  const gateway = addresses?.Gateway ?? addresses?.Subnet?.replace(/\d+\/\d+$/, '1');
  return gateway && (await canListen(gateway)) ? gateway : '127.0.0.1';
}

interface Network {
  readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string; readonly Gateway?: string }[] };
}
