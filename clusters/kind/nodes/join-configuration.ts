import { parseAllDocuments, stringify } from 'yaml';
import type { Registration } from '../config/registration.ts';

type Flags = Readonly<Record<string, string>> | readonly { readonly name: string; readonly value: string }[];

interface JoinConfiguration {
  readonly kind: string;
  readonly controlPlane?: object;
  readonly nodeRegistration: { readonly kubeletExtraArgs?: Flags };
}

/**
 * What `kubeadm join` is to be told for another worker, from the file that kind wrote for a node (/kind/kubeadm.conf), in
 * whichever version of kubeadm's configuration that is: up to v1beta3 flags are a map, later a list.
 */
export function joinConfiguration(written: string, { name, flags, taints }: Registration, address: string): string {
  const documents = parseAllDocuments(written).map((document) => document.toJS() as JoinConfiguration | null);
  const join = documents.find((document) => document?.kind === 'JoinConfiguration');
  if (!join) throw new Error('/kind/kubeadm.conf: a JoinConfiguration was expected, and there is none');
  const { controlPlane: _, nodeRegistration, ...rest } = join;
  const wanted = { ...flags, 'node-ip': address };
  return stringify({
    ...rest,
    nodeRegistration: {
      ...nodeRegistration,
      name,
      taints,
      kubeletExtraArgs: Array.isArray(nodeRegistration.kubeletExtraArgs) ? asList(wanted) : asMap(wanted),
    },
  });
}

function asList(flags: Registration['flags']) {
  return Object.entries(asMap(flags)).map(([name, value]) => ({ name, value }));
}

function asMap(flags: Registration['flags']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(flags).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
