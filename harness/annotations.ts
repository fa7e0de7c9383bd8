/** Where a Service's first port is really open, when the user may not open it: a simulated load balancer writes the port number. */
export const listeningPort = 'plimsoll.dev/listening-port';

/** The nodes that a Service's balancer sends to, sorted, with commas between them: nothing of the published API tells. */
export const loadBalancerTargets = 'plimsoll.dev/load-balancer-targets';

/** On the namespaces of scenarios, and on what a run creates outside of them. */
export const managedByUs = { 'app.kubernetes.io/managed-by': 'plimsoll' } as const;
