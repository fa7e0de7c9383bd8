import { expect } from 'chai';
import type { Pod, Service } from '../kubernetes.ts';
import { populateEnvironment } from './populate-environment.ts';

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
    report: () => expect.fail('nothing is to be reported'),
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
