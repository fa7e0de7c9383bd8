import { type Node, timestamp } from '../kubernetes.ts';
import type { NodeProfile } from './node-profile.ts';

export interface NodeIdentity {
  readonly name: string;
  /** The connector's address, which the node has for its own. */
  readonly address: string;
  /** When the process started: since then its conditions hold. */
  readonly started: Date;
}

/** The node as it is registered; `up` is what it is once the controllers run. */
export function nodeObject(
  profile: NodeProfile,
  { name, address, started, now, up }: NodeIdentity & { readonly now: Date; readonly up: boolean },
): Node {
  const whenUp = up ? profile.whenUp : undefined;
  const phase = whenUp?.phase ?? profile.phase;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { ...profile.nodeLabels(name) } },
    spec: { taints: profile.taints.map((taint) => ({ ...taint })) },
    status: {
      capacity: { ...profile.capacity },
      allocatable: { ...profile.capacity },
      ...(phase && { phase }),
      conditions: profile.conditions.map(({ type, status, reason, message }) => ({
        type,
        status,
        lastHeartbeatTime: timestamp(now),
        lastTransitionTime: timestamp(started),
        reason,
        message: type === 'Ready' ? (whenUp?.readyMessage ?? message) : message,
      })),
      addresses: [{ type: 'InternalIP', address }],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        machineID: '',
        systemUUID: '',
        bootID: '',
        kernelVersion: '',
        osImage: '',
        containerRuntimeVersion: '',
        kubeletVersion: profile.kubeletVersion,
        kubeProxyVersion: '',
        operatingSystem: profile.operatingSystem,
        architecture: profile.architecture,
      },
    },
  };
}
