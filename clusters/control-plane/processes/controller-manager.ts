import { credentialFiles as files } from '../credentials/credentials.ts';
import { type Flags, paced } from './pace.ts';

/** More than one machine can ask for: the default of 20 requests a second makes rollouts crawl. */
export const unlimitedRequests = 5_000;

/** A busy machine may keep our kubelets from their heartbeats for seconds, which must not look like the loss of a node. */
export const longestMonitorPace = 12;

/** Each round sends an event for each claim that waits for a Pod; what is to be bound is told to the binder by a watch. */
export const longestBinderPace = 5;

/** Flags of a controller manager that is alone, and whose controllers each have a ServiceAccount of their own. */
export function controllerManagerFlags({ pace }: { readonly pace: number }): Flags {
  return {
    kubeconfig: files.controllerManager,
    // Nobody asks it: that it works shows in what it makes. A server would cost the RSA key of its loopback client.
    'secure-port': 0,
    'use-service-account-credentials': true,
    'service-account-private-key-file': files.serviceAccountKey,
    'root-ca-file': files.authority,
    'cluster-signing-cert-file': files.authority,
    'cluster-signing-key-file': files.authorityKey,
    'leader-elect': false,
    'kube-api-qps': unlimitedRequests,
    'kube-api-burst': unlimitedRequests,
    // The defaults, divided: cmd/kube-controller-manager/app/options and pkg/controller/nodelifecycle/config/v1alpha1.
    'node-monitor-grace-period': paced(50, Math.min(pace, longestMonitorPace)),
    'node-monitor-period': paced(5, pace),
    'node-startup-grace-period': paced(60, pace),
    'node-eviction-rate': pace === 1 ? undefined : 0.1 * pace,
    'secondary-node-eviction-rate': pace === 1 ? undefined : 0.01 * pace,
    'pvclaimbinder-sync-period': paced(15, Math.min(pace, longestBinderPace)),
  };
}
