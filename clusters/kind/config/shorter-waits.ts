import { longestBinderPace } from '../../control-plane/processes/controller-manager.ts';
import { paced, pacedSeconds } from '../../control-plane/processes/pace.ts';

/** Real kubelets on a busy machine keep their leases every two seconds, not more often. */
const mostPace = 5;

/**
 * What a user may set so that the loss of a node, or a crash, is told sooner; at pace 1 everything stays as Kubernetes ships it.
 * The minor is that of Kubernetes, such as 37.
 */
export function shorterWaits(pace: number, minor: number) {
  const tolerated = pacedSeconds(300, pace);
  const evictions = pace === 1 ? undefined : String(0.1 * pace);
  return {
    apiServer: {
      'default-not-ready-toleration-seconds': tolerated?.toString(),
      'default-unreachable-toleration-seconds': tolerated?.toString(),
    },
    // cmd/kube-controller-manager/app/options and pkg/controller/nodelifecycle/config/v1alpha1 have the defaults.
    controllerManager: {
      'node-monitor-grace-period': paced(50, Math.min(pace, mostPace)),
      'node-monitor-period': paced(5, Math.min(pace, mostPace)),
      'node-eviction-rate': evictions,
      'secondary-node-eviction-rate': evictions && String(0.01 * pace),
      'pvclaimbinder-sync-period': paced(15, Math.min(pace, longestBinderPace)),
    },
    kubelet: pace === 1 ? {} : kubelet(minor),
  };
}

/** A lease is renewed after a quarter of its duration: pkg/kubelet/kubelet.go, nodeLeaseRenewIntervalFraction. */
function kubelet(minor: number) {
  return {
    nodeStatusUpdateFrequency: '2s',
    // What has changed is sent at once; that nothing has is told by leases.
    nodeStatusReportFrequency: '5m',
    nodeLeaseDurationSeconds: 8,
    // On by default since then: https://www.kubernetes.dev/resources/keps/5593/
    ...(minor >= 35 && { crashLoopBackOff: { maxContainerRestartPeriod: '5s' } }),
  };
}
