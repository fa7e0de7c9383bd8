import { credentialFiles as files } from '../credentials/credentials.ts';
import { etcdAddress } from './etcd.ts';
import { type Flags, pacedSeconds } from './pace.ts';

export const egressSocket = 'egress.sock';
export const egressSelector = 'egress-selector.json';

/** Sends what the API server asks of nodes, pods and services to our proxy: KEP-1281, "Network Proxy". */
export const egressSelection = {
  apiVersion: 'apiserver.k8s.io/v1beta1',
  kind: 'EgressSelectorConfiguration',
  egressSelections: [
    {
      name: 'cluster',
      connection: { proxyProtocol: 'HTTPConnect', transport: { uds: { udsName: egressSocket } } },
    },
  ],
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
    // The Service `kubernetes` gets no endpoint: a loopback address is none that Kubernetes would take.
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
