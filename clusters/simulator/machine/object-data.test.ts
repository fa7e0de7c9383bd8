import { expect } from 'chai';
import type { Container } from '../../../harness/kubernetes.ts';
import type { Lookups } from './lookups.ts';
import { environmentVariables, expandReferences } from './object-data.ts';
import { runningPod } from './running-pod.ts';

const lookups: Pick<Lookups, 'configMaps' | 'secrets'> = {
  configMaps: new Map([['shop/settings', { data: { color: 'blue' } }]]),
  secrets: new Map([['shop/keys', { data: { key: Buffer.from('s3cret').toString('base64') } }]]),
};

describe('environmentVariables', () => {
  const table: readonly (readonly [Omit<Container, 'name'>, Record<string, string>])[] = [
    [
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '$(A)-$(NONE)-$$(A)' },
        ],
      },
      { A: '1', B: '1-$(NONE)-$(A)' },
    ],
    [{ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'color' } } }] }, { A: 'blue' }],
    [{ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'keys', key: 'key' } } }] }, { A: 's3cret' }],
    [{ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'none', key: 'key', optional: true } } }] }, {}],
    [{ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } }] }, { A: 'web' }],
    [{ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }] }, { A: '10.224.0.4' }],
    [
      {
        resources: { limits: { cpu: '2' } },
        env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }],
      },
      { A: '2' },
    ],
    [
      { envFrom: [{ prefix: 'P_', configMapRef: { name: 'settings' } }], env: [{ name: 'P_color', value: 'red' }] },
      { P_color: 'red' },
    ],
  ];
  for (const [container, variables] of table) {
    it(`makes ${JSON.stringify(variables)} of ${JSON.stringify(container)}`, () => {
      expect(variablesOf(container)).to.deep.equal({ HOSTNAME: 'web', ...variables });
    });
  }

  const refused: readonly (readonly [Omit<Container, 'name'>, string])[] = [
    [
      { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'none', key: 'k' } } }] },
      'configmap "none" not found',
    ],
    [{ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'none', key: 'k' } } }] }, 'secret "none" not found'],
    [
      { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'k' } } }] },
      "couldn't find key k in ConfigMap shop/settings",
    ],
    [{ envFrom: [{ secretRef: { name: 'none' } }] }, 'secret "none" not found'],
  ];
  for (const [container, message] of refused) {
    it(`refuses ${JSON.stringify(container)}`, () => expect(() => variablesOf(container)).to.throw(message));
  }
});

describe('expandReferences', () => {
  it('replaces what is known and leaves the rest', () => {
    expect(expandReferences('$(A) $(B) $$(A) $A $', { A: 'x' })).to.equal('x $(B) $(A) $A $');
  });
});

function variablesOf(container: Omit<Container, 'name'>) {
  const spec = { containers: [{ name: 'web', ...container }] };
  const metadata = { name: 'web', namespace: 'shop', uid: 'u', labels: { app: 'web' } };
  const pod = runningPod({ metadata, spec }, { hostIP: '10.224.0.4', now: new Date() });
  return environmentVariables(pod, { name: 'web', ...container }, lookups);
}
