import { expect } from 'chai';
import { environment } from '../../commands/environment.ts';
import { cuttableProxy } from '../../harness/api/testing/cuttable-proxy.ts';
import type { Cluster, ClusterProvider, StartOptions } from '../../harness/cluster.ts';
import { describeProvider } from '../provider.contract.ts';
import { existing } from './provider.ts';
import { plane } from './testing/plane.ts';

let there: Cluster | undefined;
before(async () => {
  there = await plane(environment());
});
after(() => there?.[Symbol.asyncDispose]());

/** The control plane is started by a hook: its kubeconfig is known only then. */
function provider(context: string): ClusterProvider {
  const start = (options: StartOptions) =>
    existing({ kubeconfig: there?.kubeconfig ?? '', context, environment: {} }).start(options);
  return { name: 'existing', start };
}

describeProvider(provider('plimsoll'), {
  cuttable: cuttableProxy,
  outlives: true,
  failing: { provider: provider('plimsol'), says: /kubeconfig: no context is named "plimsol"; there are plimsoll$/ },
});

describe('existing', () => {
  it('detects what the cluster shows, and makes nothing on it', async () => {
    if (!there) throw new Error('no control plane');
    const options = { pace: 20, progress: () => undefined, signal: new AbortController().signal };
    await using cluster = await provider('plimsoll').start(options);
    expect([...cluster.capabilities]).to.deep.equal(['vm-nodes']);
    expect(cluster.components).to.deep.equal([
      { name: 'kubernetes', version: there.kubernetes, simulated: false },
      { name: 'kubelet', version: there.kubernetes, simulated: false },
    ]);
    expect(cluster.pace).to.equal(1);
    expect(cluster).not.to.have.property('machines');
  });
});
