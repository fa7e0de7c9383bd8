import { inKubeletsWords } from './host.ts';
import type { Container, Pod } from './pod.ts';
import type { User } from './volume.ts';

/**
 * As whom a container runs: its own securityContext comes before its pod's, and every image here runs as root where neither
 * says anything. Throws with what its CreateContainerConfigError says.
 */
export function containerUser({ name, securityContext: own = {} }: Container, pod: Pod): User {
  const { securityContext: pods = {} } = pod.spec;
  const uid = own.runAsUser ?? pods.runAsUser ?? 0;
  if (uid === 0 && (own.runAsNonRoot ?? pods.runAsNonRoot)) {
    const isAsked = (own.runAsUser ?? pods.runAsUser) === 0;
    const what = isAsked ? "container's runAsUser breaks non-root policy" : nonRoot;
    throw new Error(`${what} (pod: "${inKubeletsWords({ pod })}", container: ${name})`);
  }
  const groups = [...(pods.supplementalGroups ?? []), ...(pods.fsGroup === undefined ? [] : [pods.fsGroup])];
  return { uid, gid: own.runAsGroup ?? pods.runAsGroup ?? 0, groups };
}

/** verifyRunAsNonRoot in pkg/kubelet/kuberuntime/security_context.go. */
const nonRoot = 'container has runAsNonRoot and image will run as root';
