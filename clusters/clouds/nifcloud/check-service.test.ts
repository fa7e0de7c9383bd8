import { expect } from 'chai';
import { checkService, prefix } from './check-service.ts';

const one = [{ port: 80, protocol: 'TCP' }];
const elastic = { type: 'elb' };
const onPrivate = {
  ...elastic,
  'network-interface-1-network-id': 'net-1',
  'network-interface-1-ip-address': '10.0.0.1',
};
const second = { ...elastic, 'network-interface-2-network-id': 'net-2' };

describe('checkService', () => {
  const accepted: readonly Readonly<Record<string, string>>[] = [
    {},
    { type: 'lb', 'accounting-type': '2', 'policy-type': 'ats', 'balancing-type': '1', 'network-volume': '2000' },
    { 'healthcheck-protocol': 'ICMP', 'healthcheck-unhealthy-threshold': '10', 'healthcheck-interval': '300' },
    { 'vip-network': '' },
    { ...elastic, 'network-volume': '500', 'vip-network': '1' },
    { ...elastic, 'network-interface-1-network-id': 'net-COMMON_GLOBAL' },
    { ...onPrivate, 'network-interface-1-system-ip-addresses': '10.0.0.2,10.0.0.3' },
  ];
  for (const annotations of accepted) {
    it(`accepts ${inWords(annotations)}`, () => checkService(service(annotations)));
  }

  const invalid: readonly (readonly [string, string])[] = [
    ['type', 'nlb'],
    ['accounting-type', '3'],
    ['balancing-type', '0'],
    ['policy-type', 'free'],
    ['network-volume', '15'],
    ['network-volume', '2100'],
    ['healthcheck-protocol', 'HTTP'],
    ['healthcheck-unhealthy-threshold', '0'],
    ['healthcheck-unhealthy-threshold', '11'],
    ['healthcheck-interval', '4'],
    ['healthcheck-interval', 'often'],
  ];
  for (const [name, value] of invalid) {
    it(`refuses ${name}=${value}`, () => {
      expect(() => checkService(service({ [name]: value }))).to.throw(
        `annotation ${prefix}${name}=${value} is invalid`,
      );
    });
  }

  const refused: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ 'vip-network': '1' }, 'annotation P-vip-network is only enabled for P-type=elb'],
    [
      { 'network-interface-2-network-id': 'n' },
      'annotation P-network-interface-2-network-id is only enabled for P-type=elb',
    ],
    [{ ...elastic, 'policy-type': 'ats' }, 'annotation P-policy-type is only enabled for P-type=lb'],
    [{ ...elastic, 'network-volume': '600' }, 'annotation P-network-volume=600 is invalid'],
    [{ ...elastic, 'vip-network': '3' }, 'annotation P-vip-network=3 is invalid'],
    [
      { ...elastic, 'network-interface-1-network-id': 'net-1' },
      'annotation P-network-interface-1-ip-address is required when P-network-interface-1-network-id is private ip',
    ],
    [second, 'P-network-interface-2-ip-address is required when P-network-interface-2-network-id is private ip'],
    [
      onPrivate,
      'annotation P-network-interface-1-system-ip-addresses is required when ' +
        'P-network-interface-1-network-id is private ip',
    ],
    [
      { ...onPrivate, 'network-interface-1-system-ip-addresses': '10.0.0.2' },
      'annotation P-network-interface-1-system-ip-addresses is required two ip addresses',
    ],
    [
      { ...onPrivate, 'network-interface-1-system-ip-addresses': '10.0.0.2,x' },
      'annotation P-network-interface-1-system-ip-addresses=10.0.0.2,x is invalid',
    ],
    [{ ...second, 'network-interface-2-ip-address': 'x' }, 'annotation P-network-interface-2-ip-address=x is invalid'],
    [
      {
        ...second,
        'network-interface-2-network-id': 'net-COMMON_PRIVATE',
        'network-interface-2-ip-address': '10.0.0.1',
      },
      'can set P-network-interface-2-ip-address only P-network-interface-2-network-id is private ip',
    ],
  ];
  for (const [annotations, message] of refused) {
    it(`refuses ${inWords(annotations)}`, () => {
      const refusal = message.replaceAll('P-', prefix);
      expect(() => checkService(service(annotations)))
        .to.throw(Error)
        .with.property('message', refusal);
    });
  }

  const specs: readonly (readonly [object, string])[] = [
    [{ ports: [] }, 'requested load balancer with no ports'],
    [{ ports: [...one, ...one, ...one, ...one] }, 'cannot create load balancer with 4 ports. max port count is 3'],
    [{ ports: one, loadBalancerIP: '1.2.3.4' }, 'LoadBalancerIP cannot be specified for NIFCLOUD load balancer'],
    [{ ports: [...one, { port: 53, protocol: 'UDP' }] }, 'only TCP load balancer is supported'],
  ];
  for (const [spec, message] of specs) {
    it(`refuses: ${message}`, () => expect(() => checkService({ metadata: {}, spec })).to.throw(message));
  }
});

function service(annotations: Readonly<Record<string, string>>) {
  const prefixed = Object.entries(annotations).map(([name, value]) => [`${prefix}${name}`, value]);
  return { metadata: { annotations: Object.fromEntries(prefixed) }, spec: { ports: one } };
}

function inWords(annotations: Readonly<Record<string, string>>): string {
  const all = Object.entries(annotations).map(([name, value]) => `${name}=${value}`);
  return all.join(' ') || 'no annotations';
}
