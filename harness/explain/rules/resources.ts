import { inUnits, thousandths } from '../../quantity.ts';
import { requestsOf, sumOf } from '../resources/pod-requests.ts';
import type { Reasons, Rule } from './rule.ts';

/** A node must have left what the Pod asks for: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
export const resources: Rule = {
  name: 'resources',
  plugin: 'NodeResourcesFit',
  needs: [],
  of(pod, lookup) {
    const asked = Object.entries(requestsOf(pod)).filter(([, amount]) => amount > 0);
    return ({ metadata, status }) => {
      const others = lookup
        .podsOn(metadata?.name ?? '')
        .filter((other) => other.metadata?.uid === undefined || other.metadata.uid !== pod.metadata?.uid);
      const taken = sumOf(others.map(requestsOf));
      const allocatable = status?.allocatable ?? {};
      const reasons: Reasons[number][] = [];
      const room = thousandths(allocatable.pods) / 1000;
      if (others.length + 1 > room)
        reasons.push({
          text: `too many Pods: ${others.length} of ${room} there`,
          group: 'too many Pods',
          help: 'a node with room for more Pods',
        });
      for (const [name, amount] of asked) {
        const all = thousandths(allocatable[name]);
        const free = all - (taken[name] ?? 0);
        if (amount <= free) continue;
        const figures = `${inUnits(name, amount)} asked, ${inUnits(name, free)} free of ${inUnits(name, all)}`;
        reasons.push({ text: `insufficient ${name}: ${figures}`, group: `insufficient ${name}`, help: helpWith(name) });
      }
      return reasons;
    };
  },
};

function helpWith(resource: string): string {
  return `a smaller request of ${resource}, or a node with more ${resource} free`;
}
