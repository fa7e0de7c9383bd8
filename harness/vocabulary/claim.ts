import { type EventExpected, hasEventOn } from './event.ts';
import { expectationOf, type Saying } from './expectation-of.ts';
import type { Claim, Pod } from './kinds.ts';

/** Says what is expected of a PersistentVolumeClaim. */
export function claim(name: string) {
  const expecting = (saying: Saying<Claim>) => expectationOf<Claim>('PersistentVolumeClaim', name, saying);
  return {
    isBound: () => expecting(isIn('Bound')),
    isPending: () => expecting(isIn('Pending')),
    /** What it has got, which may be more than it asked for. */
    hasCapacity: (storage: string) => expecting(hasCapacity(storage)),
    /** The scheduler has named the Pod's node to the provisioner, before there was a volume. */
    followsNodeOf: (pod: string) => expecting(followsNodeOf(pod)),
    hasEvent: (event: EventExpected) => expecting(hasEventOn('PersistentVolumeClaim', event)),
  };
}

const isIn = (phase: 'Bound' | 'Pending'): Saying<Claim> => ({
  says: `is ${phase}`,
  look({ spec, status }) {
    const volume = spec?.volumeName ? ` to ${spec.volumeName}` : '';
    return {
      met: status?.phase === phase,
      saw: `${status?.phase ?? 'no phase'}${volume}`,
      final: status?.phase === 'Lost',
    };
  },
});

const hasCapacity = (storage: string): Saying<Claim> => ({
  says: `has ${storage}`,
  look({ spec, status }) {
    const there = status?.capacity?.storage;
    return { met: there === storage, saw: `${there ?? 'nothing'}, asks for ${spec?.resources?.requests?.storage}` };
  },
});

/** https://kubernetes.io/docs/reference/labels-annotations-taints/#volume-kubernetes-io-selected-node */
const selectedNode = 'volume.kubernetes.io/selected-node';

const followsNodeOf = (pod: string): Saying<Claim> => ({
  says: `is provisioned for the node of Pod ${pod}`,
  look({ metadata }, view) {
    const node = view.get<Pod>('Pod', pod)?.spec?.nodeName;
    const selected = metadata?.annotations?.[selectedNode];
    return {
      met: Boolean(node) && selected === node,
      saw: `for ${selected ?? 'no node'}; Pod on ${node ?? 'no node'}`,
    };
  },
});
