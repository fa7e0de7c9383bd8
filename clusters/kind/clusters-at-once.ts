import { readFileSync } from 'node:fs';

/** Inotify instances that a cluster of seven nodes takes, each with its systemd, containerd, kubelet and kube-proxy. */
const perCluster = 128;

/** The default of many distributions. */
const usual = 128;

/**
 * How many clusters of several nodes this machine can have at a time, 3 at most: inotify instances are what it runs out
 * of first, and kind's documents advise 512 of them.
 * https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files
 */
export function clustersAtOnce(instances = inotifyInstances()): number {
  return Math.min(3, Math.max(1, Math.floor(instances / perCluster)));
}

function inotifyInstances(): number {
  try {
    return Number(readFileSync('/proc/sys/fs/inotify/max_user_instances', 'utf8'));
  } catch {
    return usual;
  }
}
