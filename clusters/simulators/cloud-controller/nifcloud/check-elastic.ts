import { isIP } from 'node:net';
import { type Annotations, among, checkValue, prefix } from './annotations.ts';

/** Networks that are NIFCLOUD's own; on a private one the Service has to say which addresses are the balancer's. */
const commonNetworks = ['net-COMMON_GLOBAL', 'net-COMMON_PRIVATE'];

/** What is said of the elastic load balancer's networks; the words differ between the two interfaces as the controller's do. */
export function checkElastic(annotations: Annotations): void {
  for (const number of [1, 2] as const) {
    const network = annotations[key(number, 'network-id')];
    if (network === undefined) continue;
    if (commonNetworks.includes(network)) checkCommon(annotations, number);
    else checkPrivate(annotations, number);
  }
  checkValue(annotations, 'vip-network', among('1', '2'));
}

function checkPrivate(annotations: Annotations, number: 1 | 2): void {
  const said = number === 1 ? 'annotation ' : '';
  const [own, system] = [key(number, 'ip-address'), key(number, 'system-ip-addresses')];
  if (annotations[own] === undefined) {
    throw new Error(`${said}${own} is required when ${key(number, 'network-id')} is private ip`);
  }
  checkValue(annotations, `network-interface-${number}-ip-address`, isAddress);
  const addresses = annotations[system]?.split(',');
  if (!addresses) throw new Error(`annotation ${system} is required when ${key(1, 'network-id')} is private ip`);
  if (addresses.length !== 2) throw new Error(`${said}${system} is required two ip addresses`);
  checkValue(annotations, `network-interface-${number}-system-ip-addresses`, () => addresses.every(isAddress));
}

function checkCommon(annotations: Annotations, number: 1 | 2): void {
  for (const name of ['ip-address', 'system-ip-addresses']) {
    if (!annotations[key(number, name)]) continue;
    throw new Error(`can set ${key(number, name)} only ${key(number, 'network-id')} is private ip`);
  }
}

function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

function key(number: 1 | 2, name: string): string {
  return `${prefix}network-interface-${number}-${name}`;
}
