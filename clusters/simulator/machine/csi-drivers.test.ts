import { expect } from 'chai';
import type { Reference, Resource } from '../../../harness/api/resources.ts';
import type { NodeGetInfoResponse } from '../csi/messages.ts';
import { fakeDriver } from '../testing/fake-driver.ts';
import { nodeDrivers, registeredDrivers } from './csi-drivers.ts';
import { mountTables } from './mounts.ts';

describe('registeredDrivers', () => {
  it('registers each driver with its node info, and labels the Node', async () => {
    const { entries, patches } = await registered({
      'ebs.csi.aws.com': {
        nodeId: 'i-1',
        maxVolumesPerNode: 26,
        accessibleTopology: { segments: { 'topology.kubernetes.io/zone': 'a', 'kubernetes.io/os': 'linux' } },
      },
      'azure.example.com': { nodeId: 'node-1', maxVolumesPerNode: 0, accessibleTopology: null },
    });
    expect(entries).to.deep.equal([
      { name: 'azure.example.com', nodeID: 'node-1', topologyKeys: null },
      {
        name: 'ebs.csi.aws.com',
        nodeID: 'i-1',
        topologyKeys: ['kubernetes.io/os', 'topology.kubernetes.io/zone'],
        allocatable: { count: 26 },
      },
    ]);
    const nodeid = '{"azure.example.com":"node-1","ebs.csi.aws.com":"i-1"}';
    expect(patches).to.deep.equal([
      {
        metadata: {
          annotations: { 'csi.volume.kubernetes.io/nodeid': nodeid },
          labels: { 'topology.kubernetes.io/zone': 'a', 'kubernetes.io/os': 'linux' },
        },
      },
    ]);
  });

  it('leaves out a driver whose topology contradicts a label', async () => {
    const segments = { 'kubernetes.io/os': 'windows' };
    const { entries, patches, problems } = await registered({ d: { nodeId: 'i', accessibleTopology: { segments } } });
    expect([entries, patches]).to.deep.equal([[], []]);
    expect(problems).to.deep.equal([
      'CSI driver d is not registered on node node-1: detected topology value collision: ' +
        'driver reported "kubernetes.io/os":"windows" but existing label is "kubernetes.io/os":"linux"',
    ]);
  });
});

async function registered(infos: Readonly<Record<string, Partial<NodeGetInfoResponse>>>) {
  const [patches, problems]: [unknown[], string[]] = [[], []];
  const mounts = mountTables()('node-1');
  const drivers = nodeDrivers(
    'node-1',
    () => new Map(Object.keys(infos).map((name) => [name, { nodeSocket: async () => name }])),
    (name) => fakeDriver({ mounts, ...(infos[name] && { info: infos[name] }) }),
  );
  const api = {
    async patch<T>(_: Resource, __: Reference, { body }: { body: unknown }) {
      patches.push(body);
      return undefined as T;
    },
  };
  const labels = { 'kubernetes.io/os': 'linux' };
  const problem = (message: string) => void problems.push(message);
  return { entries: await registeredDrivers(drivers, api, { name: 'node-1', labels }, problem), patches, problems };
}
