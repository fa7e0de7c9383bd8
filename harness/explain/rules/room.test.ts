import { expect } from 'chai';
import { clusterOf, node, pod } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { hostPorts, requestsOf, resources } from './room.ts';

const asking = (requests: Record<string, string>, more: object = {}) => ({
  spec: { containers: [{ name: 'main', resources: { requests } }], ...more },
});
const other = (requests: Record<string, string>, phase = 'Running') =>
  pod('other', { ...asking(requests, { nodeName: 'worker1' }), status: { phase } });

const fullNodes = [
  ['room', asking({ cpu: '2' }), other({}), []],
  ['none left', asking({ cpu: '500m' }), other({ cpu: '1880m' }), ['insufficient cpu: 500m asked, 120m free of 2']],
  ['what ended Pods had', asking({ cpu: '500m' }), other({ cpu: '1880m' }, 'Succeeded'), []],
  [
    'memory',
    asking({ memory: '10Gi' }),
    other({ memory: '512Mi' }),
    ['insufficient memory: 10Gi asked, 7.5Gi free of 8Gi'],
  ],
  [
    'a device that no node has',
    asking({ 'example.com/gpu': '1' }),
    other({}),
    ['insufficient example.com/gpu: 1 asked, 0 free of 0'],
  ],
  [
    'overhead',
    asking({ cpu: '1900m' }, { overhead: { cpu: '200m' } }),
    other({}),
    ['insufficient cpu: 2100m asked, 2 free of 2'],
  ],
] as const;

describe('resources', () => {
  for (const [what, parts, neighbour, texts] of fullNodes)
    it(`reports ${what}`, () => {
      const lookup = clusterOf({ Node: [node('worker1')], Pod: [neighbour] });
      expect(reasonsOf(resources, pod('web', parts), lookup)).to.deep.equal([[...texts]]);
    });

  it('counts Pods', () => {
    const small = node('worker1', { allocatable: { cpu: '2', pods: '1' } });
    const lookup = clusterOf({ Node: [small], Pod: [other({})] });
    expect(reasonsOf(resources, pod('web'), lookup)).to.deep.equal([['too many Pods: 1 of 1 there']]);
  });
});

const withPort = (port: object, spec: object = {}) => ({
  spec: { containers: [{ name: 'main', ports: [{ containerPort: 80, ...port }] }], ...spec },
});
const taken = ['host port 80/TCP by default/other taken'];

const portRows = [
  [{ hostPort: 80 }, { hostPort: 80 }, taken],
  [{ hostPort: 80 }, { hostPort: 81 }, []],
  [{ hostPort: 80 }, { hostPort: 80, protocol: 'UDP' }, []],
  [{ hostPort: 80, hostIP: '10.0.0.1' }, { hostPort: 80, hostIP: '10.0.0.2' }, []],
  [{ hostPort: 80, hostIP: '10.0.0.1' }, { hostPort: 80 }, taken],
  [{}, { hostPort: 80 }, []],
] as const;

describe('hostPorts', () => {
  for (const [own, other, texts] of portRows)
    it(`${JSON.stringify(own)} next to ${JSON.stringify(other)}`, () => {
      const lookup = clusterOf({
        Node: [node('worker1')],
        Pod: [pod('other', withPort(other, { nodeName: 'worker1' }))],
      });
      expect(reasonsOf(hostPorts, pod('web', withPort(own)), lookup)).to.deep.equal([[...texts]]);
    });

  it('counts the ports of containers in the network of the host', () => {
    const lookup = clusterOf({
      Node: [node('worker1')],
      Pod: [pod('other', withPort({}, { nodeName: 'worker1', hostNetwork: true }))],
    });
    expect(reasonsOf(hostPorts, pod('web', withPort({ hostPort: 80 })), lookup)).to.deep.equal([taken]);
  });
});

const container = (cpu: string, restartPolicy?: 'Always') => ({
  name: cpu,
  resources: { requests: { cpu } },
  ...(restartPolicy && { restartPolicy }),
});

/** Containers, init containers, further fields of the Pod, thousandths of a core. */
const requestRows = [
  [[container('1'), container('500m')], [], {}, 1500],
  [[container('1')], [container('3')], {}, 3000],
  [[container('1')], [container('3'), container('2')], {}, 3000],
  [[container('1')], [container('1', 'Always')], {}, 2000],
  [[container('1')], [container('1', 'Always'), container('3')], {}, 4000],
  [[container('1')], [container('3'), container('1', 'Always')], {}, 3000],
  [[container('1')], [], { overhead: { cpu: '250m' } }, 1250],
  [[container('1')], [], { resources: { requests: { cpu: '4' } } }, 4000],
] as const;

describe('requestsOf', () => {
  for (const [containers, initContainers, more, cpu] of requestRows)
    it(`sets ${cpu}m aside for ${JSON.stringify({ containers, initContainers, ...more })}`, () => {
      const spec = { containers: [...containers], initContainers: [...initContainers], ...more };
      expect(requestsOf(pod('web', { spec })).cpu).to.equal(cpu);
    });
});
