import { expect } from 'chai';
import type { Pod, Service } from '../../../harness/kubernetes.ts';
import type { Stored } from '../testing/memory-api.ts';
import { virtualNode } from '../testing/virtual-kubelet-node.ts';
import { populateEnvironment } from './environment.ts';
import { profiles } from './profiles.ts';

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
    'InvalidEnvironmentVariableNames: keys [1st, 2nd] from configmap default/cm were skipped since they are ' +
      'invalid as environment variable names',
    true,
  ],
  [
    from({ secretRef: { name: 'se' } }),
    'InvalidEnvironmentVariableNames: keys [3rd] from secret default/se were skipped since they are ' +
      'invalid as environment variable names',
    true,
  ],
];

describe('an environment', () => {
  for (const [fields, event, created] of table) {
    it(`leads to ${event} of ${JSON.stringify(fields)}`, async () => {
      const { events, status, group } = await outcomeOf(fields);
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
      const { events, status, group } = await outcomeOf(variable({ fieldRef: { fieldPath: path } }));
      expect({ events, group }).to.deep.equal({ events: [], group: undefined });
      expect(status).to.include({ phase: 'Pending' }).and.not.to.have.property('reason');
    });
  }

  it('ignores missing objects where the profile says so', async () => {
    const profile = { ...profiles['aks-1.6'], missingReferences: 'ignored' as const };
    const { events, group } = await outcomeOf(from({ configMapRef: { name: 'no' } }), profile);
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

async function outcomeOf(fields: object, profile = profiles['aks-1.6'] as (typeof profiles)['aks-1.6']) {
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

const service = (namespace: string, name: string, clusterIP: string): Service => ({
  metadata: { namespace, name },
  spec: { clusterIP, ports: [{ name: 'http', port: 80, protocol: 'TCP' }] },
});
const kubernetes = {
  KUBERNETES_SERVICE_HOST: '10.0.0.1',
  KUBERNETES_SERVICE_PORT: '80',
  KUBERNETES_SERVICE_PORT_HTTP: '80',
  KUBERNETES_PORT: 'tcp://10.0.0.1:80',
  KUBERNETES_PORT_80_TCP: 'tcp://10.0.0.1:80',
  KUBERNETES_PORT_80_TCP_PROTO: 'tcp',
  KUBERNETES_PORT_80_TCP_PORT: '80',
  KUBERNETES_PORT_80_TCP_ADDR: '10.0.0.1',
};

describe('populateEnvironment', () => {
  it('resolves fields, keys and references; what is declared wins over envFrom, and both over services', () => {
    const environment = of({
      enableServiceLinks: false,
      containers: [
        {
          name: 'web',
          envFrom: [{ prefix: 'P_', configMapRef: { name: 'cm' } }, { secretRef: { name: 'se' } }],
          env: [
            { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
            { name: 'LABEL', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
            { name: 'LABELS', valueFrom: { fieldRef: { fieldPath: 'metadata.labels' } } },
            { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
            { name: 'KEY', valueFrom: { secretKeyRef: { name: 'se', key: 'word' } } },
            { name: 'word', value: 'mine' },
            { name: 'URL', value: '$(KUBERNETES_SERVICE_HOST)/$(POD)/$(NO)/$$(POD)/$(LATER)' },
            { name: 'LATER', value: 'x' },
            { name: 'KUBERNETES_PORT', value: 'other' },
          ],
        },
      ],
    });
    expect(environment).to.deep.equal({
      ...kubernetes,
      P_one: '1',
      word: 'mine',
      POD: 'web',
      NODE: 'virtual',
      LABEL: 'shop',
      LABELS: 'app="shop"\ntier="front"',
      KEY: 'open',
      URL: '10.0.0.1/web/$(NO)/$(POD)/$(LATER)',
      LATER: 'x',
      KUBERNETES_PORT: 'other',
    });
  });

  it('has the variables of the services of its own namespace, unless links are off', () => {
    const environment = of({ containers: [{ name: 'web' }] });
    expect(environment).to.include({ ...kubernetes, MY_DB_SERVICE_HOST: '10.0.0.2' });
    expect(Object.keys(environment)).to.have.length(16);
  });
});

function of(spec: Pod['spec']) {
  const pod: Pod = {
    metadata: { name: 'web', namespace: 'shop', labels: { tier: 'front', app: 'shop' } },
    spec: { nodeName: 'virtual', ...spec, containers: spec?.containers ?? [] },
  };
  const environments = populateEnvironment(pod, {
    missingReferences: 'fail',
    report: () => expect.fail('expected no report'),
    lookups: {
      secret: () => ({ data: { word: btoa('open') } }),
      secrets: () => [],
      configMap: () => ({ data: { one: '1' } }),
      services: () => [
        service('default', 'kubernetes', '10.0.0.1'),
        service('shop', 'my-db', '10.0.0.2'),
        service('shop', 'headless', 'None'),
        service('other', 'far', '10.0.0.3'),
      ],
    },
  });
  return environments.get('web') ?? {};
}
