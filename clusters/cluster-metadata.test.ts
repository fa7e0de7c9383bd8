import { expect } from 'chai';
import type { Cluster } from '../harness/cluster.ts';
import { storedApi } from '../harness/engine/testing/stored-api.ts';
import { readClusterMetadata, writeClusterMetadata } from './cluster-metadata.ts';

describe('writeClusterMetadata', () => {
  const kubeSystem = (uid: string) => ({ kind: 'Namespace', metadata: { name: 'kube-system', uid } });
  const metadata = {
    capabilities: new Set(['load-balancer']),
    components: [{ name: 'kubelet', version: '1.37.2', simulated: true }],
    pace: 1,
  };
  it('is read later, on that cluster only', async () => {
    const api = storedApi(() => undefined);
    api.put(kubeSystem('one'));
    expect(await readClusterMetadata(api)).to.equal(undefined);
    await writeClusterMetadata({ ...metadata, api } as unknown as Cluster);
    expect(await readClusterMetadata(api)).to.deep.equal({ ...metadata, capabilities: ['load-balancer'] });
    api.put(kubeSystem('another'));
    expect(await readClusterMetadata(api)).to.equal(undefined);
  });
});
