import { BlockList } from 'node:net';
import { isWritten, textOf } from './fields.ts';
import { type Located, wrong } from './located.ts';
import { subnetAddresses } from './subnet.ts';
import { cidr } from './text-kinds.ts';
import type { CloudName } from './topology.ts';

/** What each cloud proposes, or its authors took. */
const usual: Readonly<Record<CloudName, string>> = {
  azure: '10.224.0.0/16', // the nodes of an AKS cluster with a network of its own
  'azure-stack-hci': '172.16.0.0/16',
  nifcloud: '10.34.0.0/16',
  aws: '172.31.0.0/16', // the default VPC
};

/** Addresses that are somebody's already: the embedded cluster's Services, and the containers of the virtual node. */
const taken = { "the Services'": '10.0.0.0/16', "the virtual node's": '10.241.0.0/16' };

export function parseSubnet(at: Located, cloud: CloudName): string {
  if (!isWritten(at)) return usual[cloud];
  const subnet = textOf(at, cidr);
  try {
    subnetAddresses(subnet);
  } catch {
    wrong(at, 'a subnet of at least 8 addresses that begins where it should, such as 10.224.0.0/16');
  }
  for (const [whose, other] of Object.entries(taken)) {
    if (overlap(subnet, other)) wrong(at, `a subnet beside ${whose} ${other}`);
  }
  return subnet;
}

/** Two subnets overlap when one begins in the other. */
function overlap(one: string, other: string): boolean {
  return begins(one, other) || begins(other, one);
}

function begins(inner: string, outer: string): boolean {
  const [base = '', bits] = outer.split('/');
  const block = new BlockList();
  block.addSubnet(base, Number(bits));
  return block.check(inner.split('/')[0] ?? '');
}
