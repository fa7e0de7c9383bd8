import type { Cluster, Patience } from '../../harness/cluster.ts';
import { once } from '../../harness/lifetime.ts';
import type { ConnectTo } from './processes/egress-proxy.ts';

export interface ProviderOptions {
  /** Directory where the logs of a start that failed are kept; the one for temporary files when absent. */
  readonly logsOfFailures?: string;
}

export interface ControlPlaneOptions extends ProviderOptions {
  /** Takes the API server's connections to nodes, pods and services; when absent, loopback alone can be reached. */
  readonly connectTo?: ConnectTo;
  /** Milliseconds that the components may take to be ready. */
  readonly longestStart?: number;
}

/** Simulated clouds and a control plane on this machine are quick. */
export const patienceWithSimulators: Patience = { within: 60_000, holding: 300 };

/** A real kubelet starts real containers, on a machine that may be busy. */
export const patienceWithKubelets: Patience = { within: 120_000, holding: 1_000 };

interface Parts extends Omit<Cluster, 'components' | 'transient' | keyof AsyncDisposable> {
  /** Of its real components, besides Kubernetes. */
  readonly versions?: Readonly<Record<string, string>>;
}

/** A cluster whose disposal undoes everything on the stack. */
export function transientCluster({ versions = {}, ...parts }: Parts, undo: AsyncDisposableStack): Cluster {
  const owned = undo.move();
  const components = Object.entries({ kubernetes: parts.kubernetes, ...versions });
  return {
    ...parts,
    components: components.map(([name, version]) => ({ name, version, simulated: false })),
    transient: true,
    [Symbol.asyncDispose]: once(() => owned.disposeAsync()),
  };
}
