import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect } from 'chai';
import { clockAt } from '../../../harness/clock.ts';
import { simulatedNetwork } from '../cloud/network.ts';
import { startContainer } from './containers.ts';
import type { Mount } from './filesystem.ts';
import { memoryVolume } from './volume.ts';

const html = '/usr/share/nginx/html';

describe('web servers', () => {
  it('aci-helloworld welcomes to Azure Container Instances', async () => {
    const [answer] = await ask('mcr.microsoft.com/azuredocs/aci-helloworld:latest', [], '/');
    expect(answer).to.include({ status: 200 });
    expect(answer?.body).to.include('<title>Welcome to Azure Container Instances!</title>');
  });

  it('nginx serves its own page without a volume, and nothing else', async () => {
    const [index, other] = await ask('nginx', [], '/', '/other.html');
    expect(index).to.include({ status: 200 });
    expect(index?.body).to.include('<title>Welcome to nginx!</title>');
    expect(other).to.include({ status: 404 });
  });

  it('nginx forbids an empty volume', async () => {
    const [index] = await ask('docker.io/nginx:1.20', [{ mountPath: html, volume: memoryVolume() }], '/');
    expect(index).to.include({ status: 403 });
  });

  it('nginx serves what the volume holds, whatever the URL tries', async () => {
    const volume = memoryVolume({ content: { 'index.html': 'mine', 'a/b.txt': 'deep' } });
    const answers = await ask(
      'nginx@sha256:12',
      [{ mountPath: html, volume }],
      '/',
      '/a/b.txt?x=1',
      '/none',
      '/%ff',
      '/a/',
    );
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 404, 400, 403]);
    expect(answers.slice(0, 2).map(({ body }) => body)).to.deep.equal(['mine', 'deep']);
  });

  it('httpd serves the directory of -h', async () => {
    const volume = memoryVolume({ content: { 'index.html': 'mine', 'a/b.txt': 'deep' } });
    const answers = await ask(
      ['httpd', '-f', '-h', '/www'],
      [{ mountPath: '/www', volume }],
      ...['/', '/a/b.txt?x=1', '/none', '/%ff', '/a', '/a/'],
    );
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 404, 400, 302, 404]);
    expect(answers.slice(0, 2).map(({ body }) => body)).to.deep.equal(['mine', 'deep']);
  });

  for (const [what, args, code] of [
    ['ends immediately without -f, as a server in the background does', [], 0],
    ['fails without its directory', ['-f', '-h', '/none'], 1],
  ] as const)
    it(`httpd ${what}`, async () => {
      await using pod = await serving(['httpd', ...args], []);
      expect(await pod.exited).to.equal(code);
    });

  it('a stopped server hangs up and ends with 0', async () => {
    await using pod = await serving('nginx', []);
    const headers = { connection: 'keep-alive' };
    await (await fetch(pod.url, { headers })).text();
    pod.stop();
    expect(await pod.exited).to.equal(0);
    expect(await fetch(pod.url, { headers }).catch(({ message }: Error) => message)).to.equal('fetch failed');
  });
});

async function ask(asked: string | readonly string[], mounts: readonly Mount[], ...paths: string[]) {
  await using pod = await serving(asked, mounts);
  const answers = [];
  for (const path of paths) {
    const response = await fetch(pod.url + path, { redirect: 'manual', headers: { connection: 'close' } });
    answers.push({ status: response.status, body: await response.text() });
  }
  return answers;
}

async function serving(asked: string | readonly string[], mounts: readonly Mount[]) {
  const network = simulatedNetwork();
  const address = network.allocate('10.241.0.0/16');
  const stop = new AbortController();
  const exited = startContainer({
    ...(typeof asked === 'string' ? { image: asked, argv: [] } : { image: '', argv: asked }),
    env: {},
    mounts: () => mounts,
    listen: (port, server) => network.listen(address, port, server),
    log: () => undefined,
    clock: clockAt(1),
    signal: stop.signal,
  });
  const door = createServer((socket) => {
    if (!network.connect(address, 80, socket)) socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  return {
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    exited,
    stop: () => stop.abort(),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await new Promise((resolve) => door.close(resolve));
    },
  };
}
