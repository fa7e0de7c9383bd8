import { longestMonitorPace } from '../../../harness/clock.ts';
import { credentialFiles as files } from '../credentials/credentials.ts';

/** A unix socket in the state directory, which no other user reaches; etcd wants a file's name like `host:port`. */
export const etcdSocket = 'etcd:0';
const etcdAddress = `unix://${etcdSocket}`;
export const etcdData = 'etcd';

/** Flags of an etcd whose data need not survive. */
export function etcdFlags(): Flags {
  return {
    name: 'plimsoll',
    'data-dir': etcdData,
    'unsafe-no-fsync': true,
    'listen-client-urls': etcdAddress,
    'advertise-client-urls': etcdAddress,
    'listen-peer-urls': 'unix://peer:0',
    'initial-advertise-peer-urls': 'unix://peer:0',
    'initial-cluster': 'plimsoll=unix://peer:0',
    // A single member elects itself when the time-out has passed, which is a second by default. Each heartbeat takes
    // processor time, even without other members.
    'heartbeat-interval': 50,
    'election-timeout': 250,
    'log-level': 'warn',
  };
}

export const egressSocket = 'egress.sock';
export const egressSelector = 'egress-selector.json';

const transport = { uds: { udsName: egressSocket } };

/** Sends the API server's requests to nodes, pods and services to our proxy: KEP-1281, "Network Proxy". */
export const egressSelection = {
  apiVersion: 'apiserver.k8s.io/v1beta1',
  kind: 'EgressSelectorConfiguration',
  egressSelections: [{ name: 'cluster', connection: { proxyProtocol: 'HTTPConnect', transport } }],
};

/** Flags of an API server on loopback, with RBAC and ServiceAccount admission (which is on by default). */
export function apiServerFlags({ port, pace }: { readonly port: number; readonly pace: number }): Flags {
  return {
    'etcd-servers': etcdAddress,
    'bind-address': '127.0.0.1',
    'secure-port': port,
    'tls-cert-file': files.serving,
    'tls-private-key-file': files.servingKey,
    'client-ca-file': files.authority,
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'service-account-signing-key-file': files.serviceAccountKey,
    'service-account-key-file': files.serviceAccount,
    'service-cluster-ip-range': '10.0.0.0/16', // the range of AKS
    'allow-privileged': true,
    // The Service `kubernetes` gets no endpoint, as Kubernetes refuses a loopback address.
    'advertise-address': '127.0.0.1',
    'endpoint-reconciler-type': 'none',
    'kubelet-client-certificate': files.nodeClient,
    'kubelet-client-key': files.nodeClientKey,
    'kubelet-preferred-address-types': 'InternalIP,ExternalIP,Hostname',
    'egress-selector-config-file': egressSelector,
    // Our own clients alone use this server; queueing them fairly only slows them down. 0 means without limit.
    'enable-priority-and-fairness': false,
    'max-requests-inflight': 0,
    'max-mutating-requests-inflight': 0,
    'default-not-ready-toleration-seconds': pacedSeconds(300, pace),
    'default-unreachable-toleration-seconds': pacedSeconds(300, pace),
  };
}

/** Collects garbage less often: half of a start is the API server's, and a tenth of that was collecting garbage. */
export const apiServerMemory = { GOGC: '150' };

/** More than one machine can ask for: the default of 20 requests a second makes rollouts crawl. */
export const unlimitedRequests = 5_000;

/** Each round sends an event for each claim that waits for a Pod; the binder watches for what it can bind. */
export const longestBinderPace = 5;

/** Flags of a controller manager that is alone, and whose controllers each have a ServiceAccount of their own. */
export function controllerManagerFlags({ pace }: { readonly pace: number }): Flags {
  return {
    kubeconfig: files.controllerManager,
    // Its work shows in the objects that it makes. A server would cost the RSA key of its loopback client.
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

/** A wait divided by the pace, as a Go duration: at pace 10, 50 s are `5000ms`. Undefined at pace 1: the default. */
export function paced(seconds: number, pace: number): string | undefined {
  return pace === 1 ? undefined : `${Math.max(1, Math.round((seconds * 1000) / pace))}ms`;
}

/** The same for flags that take whole seconds, one at least. */
export function pacedSeconds(seconds: number, pace: number): number | undefined {
  return pace === 1 ? undefined : Math.max(1, Math.round(seconds / pace));
}

export type Flags = Readonly<Record<string, string | number | boolean | undefined>>;

/** `--name=value`, without those that are undefined. */
export function asArguments(flags: Flags): readonly string[] {
  return Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
}

/** Arguments of env(1), which adds them to the environment; it exits with 127 when it does not find the program. */
export function assignments(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}
