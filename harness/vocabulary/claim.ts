import type { PersistentVolumeClaim, Pod } from '../kubernetes.ts';
import { expectationOf, type Matcher } from './matcher.ts';
import { type EventExpected, hasEventOn } from './messages.ts';

/** Expectations of a PersistentVolumeClaim. */
export function claim(name: string) {
  const expecting = (matcher: Matcher<PersistentVolumeClaim>) =>
    expectationOf<PersistentVolumeClaim>('PersistentVolumeClaim', name, matcher);
  return {
    isBound: () => expecting(isIn('Bound')),
    isPending: () => expecting(isIn('Pending')),
    /** Its capacity, which may be more than it asked for. */
    hasCapacity: (storage: string) => expecting(hasCapacity(storage)),
    /** The scheduler has named the node of the Pod to the provisioner, before there was a volume. */
    followsNodeOf: (pod: string) => expecting(followsNodeOf(pod)),
    /** Its class waits for a Pod before a volume is made. */
    waitsForFirstConsumer: () => expecting(hasEventOn('PersistentVolumeClaim', waitsForFirstConsumer)),
    hasEvent: (event: EventExpected) => expecting(hasEventOn('PersistentVolumeClaim', event)),
  };
}

const waitsForFirstConsumer: EventExpected = {
  type: 'Normal',
  reason: 'WaitForFirstConsumer',
  from: 'persistentvolume-controller',
  message: 'waiting for first consumer to be created before binding',
};

const isIn = (phase: 'Bound' | 'Pending'): Matcher<PersistentVolumeClaim> => ({
  description: `is ${phase}`,
  look({ spec, status }) {
    const volume = spec?.volumeName ? ` to ${spec.volumeName}` : '';
    return {
      met: status?.phase === phase,
      saw: `${status?.phase ?? 'no phase'}${volume}`,
      final: status?.phase === 'Lost',
    };
  },
});

const hasCapacity = (storage: string): Matcher<PersistentVolumeClaim> => ({
  description: `has ${storage}`,
  look({ spec, status }) {
    const there = status?.capacity?.storage;
    return { met: there === storage, saw: `${there ?? 'nothing'}, asks for ${spec?.resources?.requests?.storage}` };
  },
});

/** https://kubernetes.io/docs/reference/labels-annotations-taints/#volume-kubernetes-io-selected-node */
const selectedNode = 'volume.kubernetes.io/selected-node';

const followsNodeOf = (pod: string): Matcher<PersistentVolumeClaim> => ({
  description: `is provisioned for the node of Pod ${pod}`,
  look({ metadata }, view) {
    const node = view.get<Pod>('Pod', pod)?.spec?.nodeName;
    const selected = metadata?.annotations?.[selectedNode];
    return {
      met: Boolean(node) && selected === node,
      saw: `for ${selected ?? 'no node'}; Pod on ${node ?? 'no node'}`,
    };
  },
});
