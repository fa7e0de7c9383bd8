import { expect } from 'chai';
import { profiles } from '../profiles.ts';
import type { Stored } from '../testing/memory-api.ts';
import { virtualNode } from '../testing/virtual-node.ts';

const from = (source: object) => ({ envFrom: [source] });
const variable = (valueFrom: object) => ({ env: [{ name: 'A', valueFrom }] });
const skip = 'skipping optional envvar "A": ';

/** A container's fields, the event that they lead to, and whether the Pod is created all the same. */
const table: readonly (readonly [fields: object, event: string, created: boolean])[] = [
  [from({ configMapRef: { name: 'no' } }), 'MandatoryConfigMapNotFound: configmap "no" not found', false],
  [from({ secretRef: { name: 'no' } }), 'MandatorySecretNotFound: secret "no" not found', false],
  [
    variable({ configMapKeyRef: { name: 'no', key: 'k' } }),
    'MandatoryConfigMapNotFound: configmap "no" not found',
    false,
  ],
  [variable({ secretKeyRef: { name: 'no', key: 'k' } }), 'MandatorySecretNotFound: secret "no" not found', false],
  [
    variable({ configMapKeyRef: { name: 'cm', key: 'no' } }),
    'MandatoryConfigMapKeyNotFound: key "no" does not exist in configmap "cm"',
    false,
  ],
  [
    variable({ secretKeyRef: { name: 'se', key: 'no' } }),
    'MandatorySecretKeyNotFound: key "no" does not exist in secret "se"',
    false,
  ],
  [from({ configMapRef: { name: 'no', optional: true } }), 'OptionalConfigMapNotFound: configmap "no" not found', true],
  [from({ secretRef: { name: 'no', optional: true } }), 'OptionalSecretNotFound: secret "no" not found', true],
  [
    variable({ configMapKeyRef: { name: 'no', key: 'k', optional: true } }),
    `OptionalConfigMapNotFound: ${skip}configmap "no" not found`,
    true,
  ],
  [
    variable({ secretKeyRef: { name: 'no', key: 'k', optional: true } }),
    `OptionalSecretNotFound: ${skip}secret "no" not found`,
    true,
  ],
  [
    variable({ configMapKeyRef: { name: 'cm', key: 'no', optional: true } }),
    `OptionalConfigMapKeyNotFound: ${skip}key "no" does not exist in configmap "cm"`,
    true,
  ],
  [
    variable({ secretKeyRef: { name: 'se', key: 'no', optional: true } }),
    `OptionalSecretKeyNotFound: ${skip}key "no" does not exist in secret "se"`,
    true,
  ],
  [
    from({ configMapRef: { name: 'cm' } }),
    'InvalidEnvironmentVariableNames: keys [1st, 2nd] from configmap default/cm were skipped since they are invalid as environment variable names',
    true,
  ],
  [
    from({ secretRef: { name: 'se' } }),
    'InvalidEnvironmentVariableNames: keys [3rd] from secret default/se were skipped since they are invalid as environment variable names',
    true,
  ],
];

describe('an environment', () => {
  for (const [fields, event, created] of table) {
    it(`leads to ${event} of ${JSON.stringify(fields)}`, async () => {
      const { events, status, group } = await played(fields);
      const [reason, text] = [event.slice(0, event.indexOf(':')), event.slice(event.indexOf(':') + 2)];
      expect(events[0])
        .to.match(new RegExp(`^${reason} x${created ? 1 : 11}: `))
        .and.to.include(text);
      expect(events[1]).to.equal(created ? 'ProviderCreateSuccess x1: Create pod in provider successfully' : undefined);
      expect(status).to.include({ phase: 'Pending' }).and.not.to.have.property('reason');
      expect(group !== undefined).to.equal(created);
    });
  }

  for (const path of [
    'status.podIP',
    'status.hostIP',
    'status.podIPs',
    'status.phase',
    'spec.restartPolicy',
    'no.such',
  ]) {
    it(`with the field ${path} leaves the Pod Pending without a word`, async () => {
      const { events, status, group } = await played(variable({ fieldRef: { fieldPath: path } }));
      expect({ events, group }).to.deep.equal({ events: [], group: undefined });
      expect(status).to.include({ phase: 'Pending' }).and.not.to.have.property('reason');
    });
  }

  it('ignores what is missing where it is told to', async () => {
    const profile = { ...profiles['aks-1.6'], missingReferences: 'ignored' as const };
    const { events, group } = await played(from({ configMapRef: { name: 'no' } }), profile);
    expect(events[0]).to.equal('ProviderCreateSuccess x1: Create pod in provider successfully');
    expect(group).not.to.equal(undefined);
  });

  it('names the version of the Pod in its events', async () => {
    using node = await virtualNode(profiles['aks-1.6'], { objects });
    await node.bind({ spec: { containers: [{ name: 'web', ...from({ secretRef: { name: 'no' } }) }] } });
    await node.clock.advance(100);
    expect(node.api.all('events')[0]?.involvedObject).to.have.property('resourceVersion');
  });
});

async function played(fields: object, profile = profiles['aks-1.6'] as (typeof profiles)['aks-1.6']) {
  using node = await virtualNode(profile, { objects });
  await node.bind({ spec: { containers: [{ name: 'web', image: 'pause', ...fields }] } });
  await node.clock.advance(15_000);
  const status = { ...node.pod()?.status };
  const group = node.groups.get('default-web');
  // Whether it runs by now is not what is asked here.
  return { events: node.events(), status: group ? { phase: 'Pending' } : status, group };
}

const objects: Stored[] = [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cm', namespace: 'default' },
    data: { '2nd': '', '1st': '', ok: 'x' },
  },
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'se', namespace: 'default' },
    data: { '3rd': '', ok: btoa('y') },
  },
];
