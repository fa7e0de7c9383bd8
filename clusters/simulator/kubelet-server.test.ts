import { once } from 'node:events';
import { request } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { clockAt } from '../../harness/clock.ts';
import { kubeletServer } from './kubelet-server.ts';
import { containerLog } from './logs.ts';

describe('kubeletServer', () => {
  const table: readonly (readonly [path: string, status: number, body: string])[] = [
    ['/healthz', 200, 'ok'],
    ['/pods', 200, '{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"kind":"Pod"}]}'],
    ['/containerLogs/shop/web/nginx', 200, 'one\ntwo\n'],
    ['/containerLogs/shop/web/nginx?tailLines=1', 200, 'two\n'],
    ['/containerLogs/shop/web/nginx?follow=true', 200, 'one\ntwo\n'],
    [
      '/containerLogs/shop/web/nginx?previous=true',
      400,
      'previous terminated container "nginx" in pod "web" not found',
    ],
    ['/exec/shop/web/nginx', 404, '404 page not found'],
  ];
  for (const [path, status, body] of table) {
    it(`answers ${path} with ${status}`, async () => expect(await ask(path)).to.deep.equal({ status, body }));
  }

  it('hangs up when its certificate cannot be made', async () => {
    const served = { log: () => ({ status: 404, message: '' }) as const, pods: () => [] };
    const server = kubeletServer(served, () => Promise.reject(new Error('no entropy')));
    const socket = new PassThrough();
    server.emit('connection', socket);
    await once(socket, 'close');
  });
});

async function ask(path: string) {
  const log = containerLog(clockAt(1));
  log.write('one');
  log.write('two');
  log.end();
  const server = kubeletServer({
    log: ({ previous, pod, container }) =>
      previous
        ? { status: 400, message: `previous terminated container "${container}" in pod "${pod}" not found` }
        : log,
    pods: () => [{ kind: 'Pod' }],
  });
  const door = createServer((socket) => void server.emit('connection', socket)).listen(0, '127.0.0.1');
  await once(door, 'listening');
  try {
    const { port } = door.address() as AddressInfo;
    const asked = request({ host: '127.0.0.1', port, path, rejectUnauthorized: false, agent: false }).end();
    const [response] = await once(asked, 'response');
    return { status: response.statusCode, body: await text(response) };
  } finally {
    door.close();
  }
}
