import type { Pod } from '../../kubernetes.ts';
import { listed } from '../in-words.ts';
import type { Rule } from './rule.ts';

interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

const everyAddress = '0.0.0.0';

/** A port of the node itself can be had by one Pod only. */
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
