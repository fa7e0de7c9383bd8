import type { CSINode, Node, VolumeAttachment } from '../kubernetes.ts';
import type { ClusterView, Expectation } from './expectation.ts';
import { expectationOf, isWorded, quote, type Seen, type Wording } from './matcher.ts';
import { workers } from './nodes.ts';

/** Expectations of every worker, of which there must be at least one. */
export function everyWorker() {
  const expecting = (description: string, look: (node: string, view: ClusterView) => Seen): Expectation => ({
    summary: `every worker ${description}`,
    look(view) {
      const seen = workers(view).map((node) => ({ node, ...look(node, view) }));
      const met = seen.length > 0 && seen.every((one) => one.met);
      return { met, saw: seen.map(({ node, saw }) => `${node}: ${saw}`).join('; ') || 'no workers' };
    },
  });
  return {
    /** The labels are there, and their values are alike. */
    agreesOn: (...labels: string[]) =>
      expecting(`has the same value in labels ${labels.join(', ')}`, (node, view) => {
        const values = labels.map((label) => labelsOf(view, node)[label]);
        const met = Boolean(values[0]) && new Set(values).size === 1;
        return { met, saw: labels.map((label, at) => `${label}=${values[at] ?? ''}`).join(', ') };
      }),
    /** The driver runs there and names its place by these keys, which are labels of the node. */
    isPlacedBy: (driver: string, keys: readonly string[]) =>
      expecting(`is placed by ${driver} with ${keys.join(', ')}`, (node, view) => {
        const found = driverOn(view, driver, node);
        const there = found?.topologyKeys ?? [];
        const met = keys.every((key) => there.includes(key) && labelsOf(view, node)[key]);
        return { met, saw: found ? `topology keys ${there.join(', ') || 'none'}` : `no ${driver}` };
      }),
  };
}

function driverOn(view: ClusterView, driver: string, node: string) {
  return view.get<CSINode>('CSINode', node)?.spec.drivers?.find(({ name }) => name === driver);
}

function labelsOf(view: ClusterView, node: string): Readonly<Record<string, string>> {
  return view.get<Node>('Node', node)?.metadata?.labels ?? {};
}

/** The node controller has added the taint that keeps new Pods off a cordoned node. */
export function isCordoned(name: string): Expectation {
  return expectationOf<Node>('Node', name, {
    description: 'is cordoned',
    look({ spec }) {
      const taints = (spec?.taints ?? []).map(({ key }) => key);
      const met = Boolean(spec?.unschedulable) && taints.includes('node.kubernetes.io/unschedulable');
      return { met, saw: `${spec?.unschedulable ? '' : 'not '}unschedulable, taints ${taints.join(', ') || 'none'}` };
    },
  });
}

/** How many volumes of a driver the node takes, by its CSINode; undefined where that names no limit. */
export function attachLimit(view: ClusterView, driver: string, node: string): number | undefined {
  return driverOn(view, driver, node)?.allocatable?.count;
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
      const saw = [
        ready ? 'Ready' : found ? 'not Ready' : 'no such Node',
        `taints ${taints.map(({ key }) => key).join(', ') || 'none'}`,
        `drivers ${drivers.join(', ') || 'none'}`,
      ];
      return { met, saw: saw.join('; ') };
    },
  };
}

/**
 * No volume is attached to the node any more, though Pods that are gone may have had some. A Pod with ephemeral volumes
 * needs this: the scheduler does not try it again when a volume is detached (isSchedulableAfterVolumeAttachmentDeleted
 * in pkg/scheduler/framework/plugins/nodevolumelimits/csi.go at v1.37 looks for claims only).
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

const uninitialized = 'node.cloudprovider.kubernetes.io/uninitialized';
const labelsOfClouds = [
  'node.kubernetes.io/instance-type',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
];

/**
 * A node joined during the scenario: tainted at first, and without the taint after the cloud controller has set its
 * providerID, addresses and labels.
 */
export function aNodeWaitedForItsCloud({ providerID }: { readonly providerID: Wording }): Expectation {
  return {
    summary: `a new Node was uninitialized until it had addresses, a zone and the providerID ${quote(providerID)}`,
    look(view) {
      const joined = view.list<Node>('Node').filter((node) => wasUninitialized(view, node));
      const lacking = joined.map((node) => lackingOf(node, providerID));
      const met = joined.length > 0 && lacking.every((each) => each.length === 0);
      const saw = joined.map(({ metadata }, at) => `${metadata?.name} lacks ${lacking[at]?.join(', ') || 'nothing'}`);
      return { met, saw: saw.join('; ') || 'no Node was tainted uninitialized' };
    },
  };
}

function wasUninitialized(view: ClusterView, { metadata }: Node): boolean {
  // Another node of the same name may have gone during the scenario.
  const states = view.history(`Node/${metadata?.name}`);
  const first = states[states.lastIndexOf('gone') + 1];
  return first?.includes(`taint ${uninitialized}=true:NoSchedule`) ?? false;
}

function lackingOf({ metadata, spec, status }: Node, providerID: Wording): string[] {
  const lacking = labelsOfClouds.filter((label) => !metadata?.labels?.[label]);
  if (!isWorded(providerID, spec?.providerID)) lacking.push(`such a providerID (${spec?.providerID ?? 'none'})`);
  if (!status?.addresses?.some(({ type }) => type === 'InternalIP')) lacking.push('an InternalIP');
  if (spec?.taints?.some(({ key }) => key === uninitialized)) lacking.push('its initialization');
  return lacking;
}
