import { expect } from 'chai';
import { clockAt } from '../../../harness/clock.ts';
import { testCloud, threeZones } from '../../topology/testing/three-zones.ts';
import { simulatedCloud } from './cloud.ts';
import { addressesOf, labelsToRestore } from './cloud-node.ts';

describe('addressesOf', () => {
  const topology = threeZones({ cloud: { ...testCloud, publicAddresses: true } });
  const [machine] = simulatedCloud({ clock: clockAt(1), topology }).machines.list();
  if (!machine) throw new Error('a machine was expected');
  const [external, internal] = machine.addresses;
  const name = { type: 'Hostname', address: machine.name };
  const node = (ip?: string) => ({
    metadata: { ...(ip !== undefined && { annotations: { 'alpha.kubernetes.io/provided-node-ip': ip } }) },
    status: { addresses: [name, { type: 'InternalIP', address: '1.2.3.4' }] },
  });

  it("are the cloud's, and the host name that the kubelet knows", () => {
    expect(addressesOf(node(), machine)).to.deep.equal([external, internal, name]);
  });

  it("begin with the kubelet's own", () => {
    expect(addressesOf(node(machine.internalIP), machine)).to.deep.equal([internal, external, name]);
  });

  it('are refused when the cloud does not know that one', () => {
    expect(() => addressesOf(node('1.2.3.4'), machine)).to.throw('that matches ip: 1.2.3.4');
  });
});

describe('labelsToMend', () => {
  it('are none without beta labels', () => {
    expect(labelsToRestore({ metadata: { labels: { 'topology.kubernetes.io/zone': 'x' } } })).to.deep.equal({});
    expect(labelsToRestore({})).to.deep.equal({});
  });
});
