import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { expect } from 'chai';
import type { KubernetesObject } from '../../harness/api/resources.ts';
import { resources } from '../../harness/api/resources.ts';
import { makeAuthority } from '../control-plane/credentials/authority.ts';
import { settingsFrom } from '../control-plane/settings.ts';
import { realPrograms } from '../control-plane/testing/real-programs.ts';
import { container } from './provider.ts';

const address = '10.224.0.99';

describe('the API server in a container', () => {
  it('reaches a node at its simulated address', async () => {
    const asked: string[] = [];
    const { certificate: cert, key } = await (await makeAuthority('nodes')).issue({
      commonName: 'node',
      answersTo: [address],
    });
    const kubelet = createServer({ cert, key }, (request, response) => response.end(`asked for ${request.url}`));
    const connectTo = (host: string, port: number, socket: Socket) => {
      asked.push(`${host}:${port}`);
      return kubelet.emit('connection', socket);
    };
    const { signal } = new AbortController();
    const provider = container({ ...realPrograms(settingsFrom()), connectTo });
    await using cluster = await provider.start({ pace: 1, progress: () => undefined, signal });
    await cluster.api.create(resources.Node, {
      ...{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node' } },
      status: {
        addresses: [{ type: 'InternalIP', address }],
        daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      },
    } as KubernetesObject);

    const chunks: Buffer[] = [];
    for await (const chunk of await cluster.api.stream('/api/v1/nodes/node/proxy/healthz')) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).to.equal('asked for /healthz');
    expect(asked).to.deep.equal([`${address}:10250`]);
  });
});
