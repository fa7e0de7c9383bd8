import type { Pod } from '../../kubernetes.ts';
import { inUnits, thousandths } from '../../quantity.ts';
import type { Reasons, Rule } from '../conclusions.ts';
import { listed } from '../in-words.ts';

/**
 * A node must have left what the Pod asks for:
 * https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
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
      const taken: Record<string, number> = {};
      for (const other of others) add(taken, requestsOf(other));
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
        reasons.push({
          text: `insufficient ${name}: ${figures}`,
          group: `insufficient ${name}`,
          help: `a smaller request of ${name}, or a node with more ${name} free`,
        });
      }
      return reasons;
    };
  },
};

interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

const everyAddress = '0.0.0.0';

/** Only one Pod can have a port of the node itself. */
export const hostPorts: Rule = {
  name: 'host-ports',
  plugin: 'NodePorts',
  needs: [],
  of(pod, lookup) {
    const wanted = portsOf(pod);
    return (node) => {
      const taken = wanted.flatMap((port) => {
        const holder = lookup
          .podsOn(node.metadata?.name ?? '')
          .find((other) => other.metadata?.uid !== pod.metadata?.uid && portsOf(other).some((one) => clash(one, port)));
        return holder
          ? [`${port.port}/${port.protocol} by ${holder.metadata?.namespace}/${holder.metadata?.name}`]
          : [];
      });
      return taken.length > 0 ? [{ text: `host port ${listed(taken)} taken`, group: 'host port taken' }] : [];
    };
  },
};

/** As the scheduler counts them: of containers, and of init containers that stay. */
function portsOf({ spec }: Pod): readonly HostPort[] {
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...(spec?.containers ?? []), ...sidecars].flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort, hostIP, protocol, containerPort }) => {
      const port = hostPort || (spec?.hostNetwork ? containerPort : 0);
      return port ? [{ ip: hostIP || everyAddress, protocol: protocol || 'TCP', port }] : [];
    }),
  );
}

function clash(one: HostPort, other: HostPort): boolean {
  if (one.port !== other.port || one.protocol !== other.protocol) return false;
  return one.ip === other.ip || one.ip === everyAddress || other.ip === everyAddress;
}

/** Amounts by resource, in thousandths. */
type Amounts = Readonly<Record<string, number>>;

/**
 * What the scheduler sets aside for a Pod: the sum of its containers and sidecars, or the largest moment of its init
 * containers when that is more, or what the Pod itself asks for; and its overhead. As PodRequests in
 * k8s.io/component-helpers/resource.
 */
export function requestsOf({ spec }: Pod): Amounts {
  const requests: Record<string, number> = {};
  const sidecars: Record<string, number> = {};
  const greatest: Record<string, number> = {};
  for (const { resources } of spec?.containers ?? []) add(requests, amountsIn(resources?.requests));
  for (const { resources, restartPolicy } of spec?.initContainers ?? []) {
    const own = amountsIn(resources?.requests);
    if (restartPolicy === 'Always') {
      add(requests, own);
      add(sidecars, own);
      raise(greatest, sidecars);
    } else {
      const moment = { ...sidecars };
      add(moment, own);
      raise(greatest, moment);
    }
  }
  raise(requests, greatest);
  for (const [name, amount] of Object.entries(amountsIn(spec?.resources?.requests)))
    if (['cpu', 'memory'].includes(name) || name.startsWith('hugepages-')) requests[name] = amount;
  add(requests, amountsIn(spec?.overhead));
  return requests;
}

function amountsIn(written: Readonly<Record<string, string>> = {}): Amounts {
  return Object.fromEntries(Object.entries(written).map(([name, quantity]) => [name, thousandths(quantity)]));
}

function add(sum: Record<string, number>, more: Amounts): void {
  for (const [name, amount] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + amount;
}

function raise(least: Record<string, number>, other: Amounts): void {
  for (const [name, amount] of Object.entries(other)) least[name] = Math.max(least[name] ?? 0, amount);
}
