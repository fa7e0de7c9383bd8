import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

export interface Ports {
  readonly apiServer: number;
  readonly scheduler: number;
}

/**
 * Below 32768 the kernel gives no port to outgoing connections (net.ipv4.ip_local_port_range), so that a free one stays
 * free until the component that it is for listens on it.
 */
const first = 20_000;
const last = 32_767;

export async function freePorts(): Promise<Ports> {
  const free = new Set<number>();
  while (free.size < 2) {
    const port = randomInt(first, last + 1);
    if (await isFree(port)) free.add(port);
  }
  const [apiServer = 0, scheduler = 0] = free;
  return { apiServer, scheduler };
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen({ host: '127.0.0.1', port, exclusive: true });
  try {
    await once(server, 'listening');
  } catch {
    return false; // somebody listens there, or may: the next one will do
  }
  server.close();
  await once(server, 'close');
  return true;
}
