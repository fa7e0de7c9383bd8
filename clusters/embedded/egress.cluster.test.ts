import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { expect } from 'chai';
import { ApiError } from '../../harness/api/client.ts';
import type { KubernetesObject } from '../../harness/api/resources.ts';
import { resources } from '../../harness/api/resources.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { makeAuthority } from '../control-plane/credentials/authority.ts';
import { settingsFrom } from '../control-plane/settings.ts';
import { realPrograms } from '../control-plane/testing/real-programs.ts';
import { configMap, errorOf, unschedulablePod } from '../testing/contract-objects.ts';
import { embedded } from './provider.ts';

const address = '10.224.0.99';

describe('the API server of an embedded cluster', () => {
  const undo = new AsyncDisposableStack();
  const asked: string[] = [];
  const clients: string[] = [];
  let cluster: Cluster;

  before(async () => {
    const { certificate: cert, key } = await (await makeAuthority('nodes')).issue({
      commonName: 'node',
      answersTo: [address],
    });
    const kubelet = createServer({ cert, key, requestCert: true, rejectUnauthorized: false }, (request, response) => {
      clients.push(
        String(
          (request.socket as never as { getPeerCertificate(): { subject?: { CN?: string } } }).getPeerCertificate()
            .subject?.CN,
        ),
      );
      response.end(`the kubelet was asked for ${request.url}`);
    });
    const connectTo = (host: string, port: number, socket: Socket) => {
      asked.push(`${host}:${port}`);
      return host === address && port === 10250 && kubelet.emit('connection', socket);
    };
    const provider = embedded({ ...realPrograms(settingsFrom()), connectTo });
    const { signal } = new AbortController();
    cluster = undo.use(await provider.start({ pace: 1, progress: () => undefined, signal }));
    await registerNode(cluster, 'node', address);
    await registerNode(cluster, 'nowhere', '10.224.0.98');
  });
  after(() => undo.disposeAsync());
  beforeEach(() => {
    asked.length = 0;
  });

  it('asks a node at its simulated address for a log, as itself', async () => {
    await runPod(cluster, 'web', 'node');
    expect(await textOf(cluster, '/api/v1/namespaces/default/pods/web/log')).to.equal(
      'the kubelet was asked for /containerLogs/default/web/web',
    );
    expect(asked).to.deep.equal([`${address}:10250`]);
    expect(clients).to.deep.equal(['kube-apiserver-kubelet-client']);
  });

  it('passes requests on to a node', async () => {
    expect(await textOf(cluster, '/api/v1/nodes/node/proxy/healthz')).to.contain('was asked for /healthz');
  });

  it('reports that a node does not answer', async () => {
    const error = await errorOf(textOf(cluster, '/api/v1/nodes/nowhere/proxy/healthz'));
    expect(error).to.be.instanceOf(ApiError);
    expect(asked).to.deep.equal(['10.224.0.98:10250']);
  });

  it('is not kept from what it does without nodes', async () => {
    await cluster.api.create(resources.ConfigMap, configMap({ namespace: 'default', name: 'data' }));
    expect(asked).to.deep.equal([]);
  });
});

async function textOf({ api }: Cluster, path: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await api.stream(path)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function registerNode({ api }: Cluster, name: string, node: string): Promise<void> {
  await api.create(resources.Node, {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    status: {
      addresses: [{ type: 'InternalIP', address: node }],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    },
  } as KubernetesObject);
}

async function runPod({ api }: Cluster, name: string, nodeName: string): Promise<void> {
  const { spec } = unschedulablePod as { spec?: object };
  const metadata = { namespace: 'default', name };
  await api.create(resources.Pod, { ...unschedulablePod, metadata, spec: { ...spec, nodeName } } as KubernetesObject);
}
