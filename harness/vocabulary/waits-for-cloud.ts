import type { ClusterView, Expectation } from './expectation.ts';
import type { Node } from './kinds.ts';

const uninitialized = 'node.cloudprovider.kubernetes.io/uninitialized';
const written = [
  'node.kubernetes.io/instance-type',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
];

/**
 * A node joined while the scenario looked on: tainted at first, and without the taint once its cloud's controller has written
 * down which machine it is, where it is and how to reach it.
 */
export function aNodeWaitedForItsCloud({ providerID }: { readonly providerID: RegExp }): Expectation {
  return {
    summary: `a new Node was tainted uninitialized until it had its addresses, its zone and a providerID ${providerID}`,
    look(view) {
      const joined = view.list<Node>('Node').filter((node) => wasUninitialized(view, node));
      const lacking = joined.map((node) => whatLacks(node, providerID));
      const met = joined.length > 0 && lacking.every((each) => each.length === 0);
      const told = joined.map(({ metadata }, at) => `${metadata?.name} lacks ${lacking[at]?.join(', ') || 'nothing'}`);
      return { met, saw: told.join('; ') || 'no Node was tainted uninitialized' };
    },
  };
}

function wasUninitialized(view: ClusterView, { metadata }: Node): boolean {
  // Another of the same name may have gone while the scenario looked on.
  const states = view.history(`Node/${metadata?.name}`);
  const first = states[states.lastIndexOf('gone') + 1];
  return first?.includes(`taint ${uninitialized}=true:NoSchedule`) ?? false;
}

function whatLacks({ metadata, spec, status }: Node, providerID: RegExp): string[] {
  const lacking = written.filter((label) => !metadata?.labels?.[label]);
  if (!providerID.test(spec?.providerID ?? '')) lacking.push(`such a providerID (${spec?.providerID ?? 'none'})`);
  if (!status?.addresses?.some(({ type }) => type === 'InternalIP')) lacking.push('an InternalIP');
  if (spec?.taints?.some(({ key }) => key === uninitialized)) lacking.push('its being initialized');
  return lacking;
}
