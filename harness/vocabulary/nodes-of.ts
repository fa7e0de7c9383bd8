import { podsOf } from './deployment.ts';
import type { ClusterView, Expectation } from './expectation.ts';
import type { CSINode, Node, VolumeAttachment } from './kinds.ts';

/** Names of a Deployment's Pods. */
export function podNamesOf(view: ClusterView, deployment: string): string[] {
  return (podsOf(view, deployment)?.pods ?? []).flatMap(({ metadata }) => metadata?.name ?? []);
}

/** Names of the nodes that a Deployment's Pods are assigned to, each once. */
export function nodesOf(view: ClusterView, deployment: string): string[] {
  const { pods = [] } = podsOf(view, deployment) ?? {};
  return [...new Set(pods.flatMap(({ spec }) => spec?.nodeName ?? []))];
}

/** How many volumes of a driver the node says it takes; undefined where it tells no limit. */
export function attachLimit(view: ClusterView, driver: string, node: string): number | undefined {
  const drivers = view.get<CSINode>('CSINode', node)?.spec.drivers ?? [];
  return drivers.find(({ name }) => name === driver)?.allocatable?.count;
}

/** The node takes Pods, and Pods with volumes of that driver. */
export function takesPodsWith(driver: string, node: string): Expectation {
  return {
    summary: `Node ${node} takes Pods with volumes of ${driver}`,
    look(view) {
      const found = view.get<Node>('Node', node);
      const ready = found?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
      const taints = (found?.spec?.taints ?? []).filter(({ effect }) => effect !== 'PreferNoSchedule');
      const csiNode = view.get<CSINode>('CSINode', node);
      // That of an earlier node of the name stays until it is collected.
      const isOwn = csiNode?.metadata?.ownerReferences?.every(({ uid }) => uid === found?.metadata?.uid) ?? true;
      const drivers = ((isOwn && csiNode?.spec.drivers) || []).map(({ name }) => name);
      const met = Boolean(ready) && taints.length === 0 && !found?.spec?.unschedulable && drivers.includes(driver);
      const told = [
        ready ? 'Ready' : found ? 'not Ready' : 'no such Node',
        `taints ${taints.map(({ key }) => key).join(', ') || 'none'}`,
        `drivers ${drivers.join(', ') || 'none'}`,
      ];
      return { met, saw: told.join('; ') };
    },
  };
}

/**
 * No volume is attached to the node any more, though Pods that are gone may have had some. A Pod with ephemeral volumes has
 * to find it so: the scheduler does not try it again when a volume is detached (isSchedulableAfterVolumeAttachmentDeleted in
 * pkg/scheduler/framework/plugins/nodevolumelimits/csi.go at v1.37 looks for claims only).
 */
export function hasNoVolumes(node: string): Expectation {
  return {
    summary: `Node ${node} has no volumes`,
    look(view) {
      const there = view.list<VolumeAttachment>('VolumeAttachment').filter(({ spec }) => spec.nodeName === node);
      const names = there.map(({ spec }) => spec.source.persistentVolumeName ?? 'one without a name');
      return { met: there.length === 0, saw: names.join(', ') || 'none' };
    },
  };
}
