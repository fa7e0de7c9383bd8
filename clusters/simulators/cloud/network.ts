import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The addresses of the simulated cloud: real connections are handed to whoever listens on a simulated address. */
export interface Network {
  /** The lowest free address of a subnet such as `10.241.0.0/16`; Azure keeps the first four. */
  allocate(subnet: string): string;
  release(address: string): void;
  /** Lets an HTTP(S) server answer on a simulated address; disposing it closes the port. */
  listen(address: string, port: number, server: Server): Disposable;
  /** Hands an open connection to whoever listens; false when nobody does. */
  connect(address: string, port: number, socket: Socket): boolean;
}
