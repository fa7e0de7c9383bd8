import { readFileSync } from 'node:fs';

/** Inotify instances of a cluster of seven nodes, each with its systemd, containerd, kubelet and kube-proxy. */
const perCluster = 128;

/**
 * How many clusters of several nodes this machine can have at a time, 3 at most. Inotify instances run out first:
 * https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files
 */
export function clustersAtOnce(instances = inotifyInstances()): number {
  return Math.min(3, Math.max(1, Math.floor(instances / perCluster)));
}

function inotifyInstances(): number {
  try {
    return Number(readFileSync('/proc/sys/fs/inotify/max_user_instances', 'utf8'));
  } catch {
    return 128; // the default of many distributions
  }
}
