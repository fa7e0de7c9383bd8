import { isIP } from 'node:net';
import type { Service } from '../../../harness/kubernetes.ts';

type Annotations = Readonly<Record<string, string>>;

/**
 * The beginning of every annotation:
 * https://github.com/nifcloud/nifcloud-cloud-controller-manager, nifcloud_load_balancer.go
 */
export const prefix = 'service.beta.kubernetes.io/nifcloud-load-balancer-';

/** Throws unless the annotation is absent or valid. */
function checkValue(annotations: Annotations, name: string, isValid: (value: string) => boolean): void {
  const value = annotations[`${prefix}${name}`];
  if (value !== undefined && !isValid(value)) throw new Error(`annotation ${prefix}${name}=${value} is invalid`);
}

function among(...values: readonly string[]): (value: string) => boolean {
  return (value) => values.includes(value);
}

const mostPorts = 3;
const type = `${prefix}type`;

/** Throws the controller's refusal of a Service, with its checks in its order. */
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

/** NIFCLOUD's own networks; on a private network the Service must name the balancer's addresses. */
const commonNetworks = ['net-COMMON_GLOBAL', 'net-COMMON_PRIVATE'];

/** The networks of an elastic load balancer; the texts of the two interfaces differ as the controller's do. */
function checkElastic(annotations: Annotations): void {
  for (const number of [1, 2] as const) {
    const network = annotations[key(number, 'network-id')];
    if (network === undefined) continue;
    if (commonNetworks.includes(network)) checkCommon(annotations, number);
    else checkPrivate(annotations, number);
  }
  checkValue(annotations, 'vip-network', among('1', '2'));
}

function checkPrivate(annotations: Annotations, number: 1 | 2): void {
  const start = number === 1 ? 'annotation ' : '';
  const [own, system] = [key(number, 'ip-address'), key(number, 'system-ip-addresses')];
  if (annotations[own] === undefined) {
    throw new Error(`${start}${own} is required when ${key(number, 'network-id')} is private ip`);
  }
  checkValue(annotations, `network-interface-${number}-ip-address`, isAddress);
  const addresses = annotations[system]?.split(',');
  if (!addresses) throw new Error(`annotation ${system} is required when ${key(1, 'network-id')} is private ip`);
  if (addresses.length !== 2) throw new Error(`${start}${system} is required two ip addresses`);
  checkValue(annotations, `network-interface-${number}-system-ip-addresses`, () => addresses.every(isAddress));
}

function checkCommon(annotations: Annotations, number: 1 | 2): void {
  const names = ['ip-address', 'system-ip-addresses'].map((name) => key(number, name));
  const set = names.find((name) => annotations[name]);
  if (set) throw new Error(`can set ${set} only ${key(number, 'network-id')} is private ip`);
}

const isAddress = (text: string) => isIP(text) !== 0;
const key = (number: 1 | 2, name: string) => `${prefix}network-interface-${number}-${name}`;
