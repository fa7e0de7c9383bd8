import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

export type Ports = Readonly<Record<'apiServer' | 'scheduler', number>>;

/**
 * Below 32768 the kernel gives no port to outgoing connections (net.ipv4.ip_local_port_range). A free one stays free
 * until its component listens on it.
 */
const first = 20_000;
const last = 32_767;

export async function freePorts(): Promise<Ports> {
  const free = new Set<number>();
  while (free.size < 2) {
    const port = randomInt(first, last + 1);
    if (await canListen('127.0.0.1', port)) free.add(port);
  }
  const [apiServer = 0, scheduler = 0] = free;
  return { apiServer, scheduler };
}

/** Whether the address is one of this machine's and the port, any free one when absent, is not taken. */
export async function canListen(host: string, port = 0): Promise<boolean> {
  const server = createServer().listen({ host, port, exclusive: true });
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
