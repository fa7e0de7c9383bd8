import type { Service } from '../../../../harness/kubernetes.ts';
import { type Annotations, among, checkValue, prefix } from './annotations.ts';
import { checkElastic } from './check-elastic.ts';

const mostPorts = 3;
const type = `${prefix}type`;

/** Throws what NIFCLOUD's controller says of a Service for which it makes no load balancer, in the order in which it looks. */
export function checkService({ metadata, spec = {} }: Service): void {
  const { ports = [], loadBalancerIP } = spec;
  if (ports.length === 0) throw new Error('requested load balancer with no ports');
  if (ports.length > mostPorts) {
    throw new Error(`cannot create load balancer with ${ports.length} ports. max port count is ${mostPorts}`);
  }
  if (loadBalancerIP) throw new Error('LoadBalancerIP cannot be specified for NIFCLOUD load balancer');
  checkAnnotations(metadata?.annotations ?? {});
  if (ports.some(({ protocol = 'TCP' }) => protocol !== 'TCP')) throw new Error('only TCP load balancer is supported');
}

function checkAnnotations(annotations: Annotations): void {
  const check = (name: string, isValid: (value: string) => boolean) => checkValue(annotations, name, isValid);
  check('type', among('lb', 'elb'));
  check('balancing-type', among('1', '2'));
  check('accounting-type', among('1', '2'));
  check('healthcheck-unhealthy-threshold', between(1, 10));
  check('healthcheck-interval', between(5, 300));
  const isElastic = annotations[type] === 'elb';
  check('network-volume', among(...(isElastic ? volumes.slice(0, 9) : volumes)));
  if (isElastic) only('policy-type', 'lb', annotations);
  else check('policy-type', among('standard', 'ats'));
  check('healthcheck-protocol', among('TCP', 'ICMP'));
  if (isElastic) checkElastic(annotations);
  else for (const name of elasticOnly) only(name, 'elb', annotations);
}

function between(least: number, most: number): (value: string) => boolean {
  // strconv.Atoi
  return (value) => /^[+-]?[0-9]+$/.test(value) && Number(value) >= least && Number(value) <= most;
}

function only(name: string, wanted: string, annotations: Annotations): void {
  if (annotations[`${prefix}${name}`])
    throw new Error(`annotation ${prefix}${name} is only enabled for ${type}=${wanted}`);
}

/** Mbit/s; the elastic one has the first nine. */
const volumes = [
  ...['10', '20', '30', '40', '100', '200', '300', '400', '500'],
  ...Array.from({ length: 15 }, (_, index) => String(600 + index * 100)),
];

const elasticOnly = [
  ...['network-interface-1-network-id', 'network-interface-2-network-id'],
  ...['network-interface-1-ip-address', 'network-interface-2-ip-address'],
  ...['network-interface-1-system-ip-addresses', 'network-interface-2-system-ip-addresses'],
  'vip-network',
];
