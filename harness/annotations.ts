/** Where a Service's first port is really open, when the user may not open it: a simulated load balancer writes the port number. */
export const listeningPort = 'plimsoll.dev/listening-port';
