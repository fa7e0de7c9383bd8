import type { Server, Socket } from 'node:net';
import { subnetAddresses } from '../../topology/subnet.ts';

/** The addresses of the simulated cloud: the listener on a simulated address gets real connections. */
export interface Network {
  /** The lowest free address of a subnet such as `10.241.0.0/16`, without its first four. Throws when none is left. */
  allocate(subnet: string): string;
  /** Gives an address back; does nothing for a free one. */
  release(address: string): void;
  /**
   * Opens a port of a simulated address for an HTTP(S) server; disposing it closes the port. Throws when it is taken.
   */
  listen(address: string, port: number, server: Pick<Server, 'emit'>): Disposable;
  /** Hands an open connection to the listener; false when there is none. */
  connect(address: string, port: number, socket: Socket): boolean;
}

export function simulatedNetwork(): Network {
  const subnets = new Map<string, ReturnType<typeof subnetAddresses>>();
  const owners = new Map<string, ReturnType<typeof subnetAddresses>>();
  const listeners = new Map<string, Pick<Server, 'emit'>>();

  return {
    allocate(name) {
      const subnet = subnets.get(name) ?? subnetAddresses(name);
      subnets.set(name, subnet);
      const address = subnet.take();
      owners.set(address, subnet);
      return address;
    },
    release(address) {
      owners.get(address)?.give(address);
      owners.delete(address);
    },
    listen(address, port, server) {
      const endpoint = `${address}:${port}`;
      if (listeners.has(endpoint)) throw new Error(`another server listens on ${endpoint} already`);
      listeners.set(endpoint, server);
      return {
        [Symbol.dispose]: () => {
          if (listeners.get(endpoint) === server) listeners.delete(endpoint);
        },
      };
    },
    connect(address, port, socket) {
      return listeners.get(`${address}:${port}`)?.emit('connection', socket) ?? false;
    },
  };
}
