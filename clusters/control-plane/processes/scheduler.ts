import { credentialFiles as files } from '../credentials/credentials.ts';
import { unlimitedRequests } from './controller-manager.ts';
import { type Flags, pacedSeconds } from './pace.ts';

export const schedulerConfiguration = 'scheduler.json';

/** A scheduler that is alone and may send as many requests as it can. */
export function schedulerConfig(pace: number) {
  const longestBackOff = pacedSeconds(10, pace);
  return {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    leaderElection: { leaderElect: false },
    clientConnection: { kubeconfig: files.scheduler, qps: unlimitedRequests, burst: unlimitedRequests },
    ...(longestBackOff && { podMaxBackoffSeconds: longestBackOff }),
  };
}

export function schedulerFlags({ port }: { readonly port: number }): Flags {
  return {
    config: schedulerConfiguration,
    'bind-address': '127.0.0.1',
    'secure-port': port,
    'tls-cert-file': files.serving,
    'tls-private-key-file': files.servingKey,
  };
}
