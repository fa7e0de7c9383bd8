import type { networkInterfaces } from 'node:os';
import { expect } from 'chai';
import { BadInputError } from '../../harness/errors.ts';
import { checkOwned, isLocalServer } from './choose-context.ts';

describe('checkOwned', () => {
  const context = (server: string) => ({ name: 'stage', file: '/home/me/.kube/config', cluster: { server }, user: {} });
  const local = context('https://127.0.0.1:6443');
  const remote = context('https://stage.example.com');

  it('lets a cluster on this machine pass, and another that is named twice', () => {
    for (const [chosen, own] of [
      [local, undefined],
      [local, 'stage'],
      [remote, 'stage'],
    ] as const)
      expect(() => checkOwned(chosen, own)).not.to.throw();
  });

  it('refuses one elsewhere that is named once, and shows how to name it twice', () => {
    expect(() => checkOwned(remote, undefined)).to.throw(
      BadInputError,
      new RegExp(
        '^/home/me/.kube/config: context "stage" is of https:.* which is not on this machine.*' +
          '--context stage --i-own-this-cluster stage$',
      ),
    );
  });

  for (const chosen of [local, remote])
    it(`refuses two different names, for ${chosen.cluster.server} too`, () => {
      expect(() => checkOwned(chosen, 'production')).to.throw(
        BadInputError,
        '--context names "stage" and --i-own-this-cluster names "production": expected the same context twice',
      );
    });
});

const network = (cidr: string, family: 'IPv4' | 'IPv6' = 'IPv4') => [{ cidr, family }];
const interfaces = {
  lo: network('127.0.0.1/8'),
  eth0: network('192.168.1.7/24'),
  docker0: network('172.17.0.1/16'),
  'br-0123456789ab': [...network('172.18.0.1/16'), ...network('fc00:f853:ccd:e793::1/64', 'IPv6')],
  // A bridge of virtual machines, or of an administrator's own, may have the house's network behind it.
  br0: network('10.0.0.2/8'),
} as unknown as ReturnType<typeof networkInterfaces>;

describe('isLocalServer', () => {
  const table: Readonly<Record<string, boolean>> = {
    'https://127.0.0.1:6443': true,
    'https://127.8.9.10:6443': true,
    'https://[::1]:6443': true,
    'https://0.0.0.0:6550': true,
    'https://localhost:6443': true,
    'https://LOCALHOST:6443': true,
    'https://k3d.localhost:6443': true,
    'https://kubernetes.docker.internal:6443': true,
    'https://172.17.0.2:6443': true,
    'https://172.18.0.3:6443': true,
    'https://[fc00:f853:ccd:e793::3]:6443': true,
    'http://127.0.0.1:8001': false,
    'https://172.19.0.3:6443': false,
    'https://192.168.1.7:6443': false,
    'https://10.1.2.3:6443': false,
    'https://[2001:db8::1]:6443': false,
    'https://localhost.example.com:6443': false,
    'https://127.0.0.1.example.com:6443': false,
    'https://example.azmk8s.io:443': false,
  };
  for (const [server, expected] of Object.entries(table))
    it(`takes ${server} for ${expected ? '' : 'no '}server on this machine`, () => {
      expect(isLocalServer({ server }, interfaces)).to.equal(expected);
    });

  it('takes none for one behind a proxy, or whose certificate is not looked at or has a name from elsewhere', () => {
    const server = 'https://127.0.0.1:6443';
    expect(isLocalServer({ server, 'proxy-url': 'http://127.0.0.1:3128' }, interfaces)).to.equal(false);
    expect(isLocalServer({ server, 'insecure-skip-tls-verify': true }, interfaces)).to.equal(false);
    expect(isLocalServer({ server, 'tls-server-name': 'x.eks.amazonaws.com' }, interfaces)).to.equal(false);
    expect(isLocalServer({ server, 'tls-server-name': 'localhost' }, interfaces)).to.equal(true);
  });
});
