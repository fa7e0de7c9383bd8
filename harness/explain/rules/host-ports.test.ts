import { expect } from 'chai';
import { clusterOf, node, pod } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { hostPorts } from './host-ports.ts';

const withPort = (port: object, spec: object = {}) => ({
  spec: { containers: [{ name: 'main', ports: [{ containerPort: 80, ...port }] }], ...spec },
});
const taken = ['host port 80/TCP by default/other taken'];

const rows = [
  [{ hostPort: 80 }, { hostPort: 80 }, taken],
  [{ hostPort: 80 }, { hostPort: 81 }, []],
  [{ hostPort: 80 }, { hostPort: 80, protocol: 'UDP' }, []],
  [{ hostPort: 80, hostIP: '10.0.0.1' }, { hostPort: 80, hostIP: '10.0.0.2' }, []],
  [{ hostPort: 80, hostIP: '10.0.0.1' }, { hostPort: 80 }, taken],
  [{}, { hostPort: 80 }, []],
] as const;

describe('hostPorts', () => {
  for (const [own, other, texts] of rows)
    it(`${JSON.stringify(own)} beside ${JSON.stringify(other)}`, () => {
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
