import { expect } from 'chai';
import type { Container, PodSpec } from '../../../harness/kubernetes.ts';
import { containerUser } from './run-container.ts';

type PodSecurity = NonNullable<PodSpec['securityContext']>;

type Row = readonly [pod: PodSecurity | undefined, container: Container['securityContext'], expected: object];

const users: readonly Row[] = [
  [undefined, undefined, { uid: 0, gid: 0, groups: [] }],
  [{ runAsUser: 1000 }, undefined, { uid: 1000, gid: 0, groups: [] }],
  [{ runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000 }, undefined, { uid: 1000, gid: 3000, groups: [2000] }],
  [{ runAsUser: 1000 }, { runAsUser: 7, runAsGroup: 8 }, { uid: 7, gid: 8, groups: [] }],
  [{ fsGroup: 2000, supplementalGroups: [4000] }, undefined, { uid: 0, gid: 0, groups: [4000, 2000] }],
  [{ runAsNonRoot: true, runAsUser: 1 }, undefined, { uid: 1, gid: 0, groups: [] }],
  [{ runAsNonRoot: true }, { runAsNonRoot: false }, { uid: 0, gid: 0, groups: [] }],
];
const refusals: readonly (readonly [PodSecurity, Container['securityContext'], string])[] = [
  [
    { runAsNonRoot: true },
    undefined,
    'container has runAsNonRoot and image will run as root (pod: "web_shop(u)", container: c)',
  ],
  [
    { runAsUser: 1 },
    { runAsUser: 0, runAsNonRoot: true },
    `container's runAsUser breaks non-root policy (pod: "web_shop(u)", container: c)`,
  ],
];

describe('containerUser', () => {
  for (const [pods, own, expected] of users) {
    it(`is ${JSON.stringify(expected)} for ${JSON.stringify([pods, own])}`, () => {
      expect(user(pods, own)).to.deep.equal(expected);
    });
  }
  for (const [pods, own, message] of refusals) {
    it(`fails with: ${message}`, () => {
      expect(() => user(pods, own)).to.throw(message);
    });
  }
});

function user(pods: PodSecurity | undefined, own: Container['securityContext']) {
  const container: Container = { name: 'c', ...(own && { securityContext: own }) };
  const spec = { containers: [container], ...(pods && { securityContext: pods }) };
  return containerUser(container, { metadata: { name: 'web', namespace: 'shop', uid: 'u' }, spec });
}
