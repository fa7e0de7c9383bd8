import { connect, type Socket } from 'node:net';

/**
 * Hands a connection to one of the nodes at a Service's node port, as clouds' balancers do; which pod answers is kube-proxy's
 * choice. It is dropped when there is no node, no such port, or nobody answers there.
 */
export function throughNode(socket: Socket, nodes: readonly string[], port: number | undefined): void {
  const host = nodes[Math.floor(Math.random() * nodes.length)];
  if (!host || !port) {
    socket.destroy();
    return;
  }
  const way = connect({ host, port, allowHalfOpen: true });
  way.on('error', () => socket.destroy());
  socket.on('error', () => way.destroy());
  socket.once('close', () => way.destroy());
  way.once('close', () => socket.destroy());
  socket.pipe(way).pipe(socket);
}
