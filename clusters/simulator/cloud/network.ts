import type { Server, Socket } from 'node:net';
import { subnetAddresses } from '../../topology/subnet.ts';

export type Network = ReturnType<typeof simulatedNetwork>;

/** The addresses of the simulated cloud: the listener on a simulated address gets real connections. */
export function simulatedNetwork() {
  const subnets = new Map<string, ReturnType<typeof subnetAddresses>>();
  const owners = new Map<string, ReturnType<typeof subnetAddresses>>();
  const listeners = new Map<string, Pick<Server, 'emit'>>();

  return {
    /** The lowest free address of a subnet such as `10.241.0.0/16`; throws when none is left. */
    allocate(name: string): string {
      const subnet = subnets.get(name) ?? subnetAddresses(name);
      subnets.set(name, subnet);
      const address = subnet.take();
      owners.set(address, subnet);
      return address;
    },
    release(address: string): void {
      owners.get(address)?.give(address);
      owners.delete(address);
    },
    /** Opens a port of a simulated address for an HTTP(S) server until it is disposed; throws when it is taken. */
    listen(address: string, port: number, server: Pick<Server, 'emit'>): Disposable {
      const endpoint = `${address}:${port}`;
      if (listeners.has(endpoint)) throw new Error(`another server listens on ${endpoint} already`);
      listeners.set(endpoint, server);
      return {
        [Symbol.dispose]: () => {
          if (listeners.get(endpoint) === server) listeners.delete(endpoint);
        },
      };
    },
    /** Hands an open connection to the listener; false when there is none. */
    connect(address: string, port: number, socket: Socket): boolean {
      return listeners.get(`${address}:${port}`)?.emit('connection', socket) ?? false;
    },
  };
}
