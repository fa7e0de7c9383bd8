import { expect } from 'chai';
import { resources } from '../../harness/api/resources.ts';
import { cuttableProxy } from '../../harness/api/testing/cuttable-proxy.ts';
import type { Cluster, ClusterProvider, StartOptions } from '../../harness/cluster.ts';
import { managedByUs } from '../../harness/cluster.ts';
import { settingsFrom } from '../control-plane/settings.ts';
import { describeProvider } from '../provider.contract.ts';
import { errorOf } from '../testing/contract-objects.ts';
import { existing } from './provider.ts';
import { plane } from './testing/existing-cluster.ts';

let there: Cluster | undefined;
before(async () => {
  there = await plane(settingsFrom());
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

  it('refuses exclusive scenarios while another run is at work, and accepts shared ones', async () => {
    if (!there) throw new Error('no control plane');
    const metadata = { name: 'plimsoll-theirs-abc123', labels: managedByUs };
    await there.api.create(resources.Namespace, { apiVersion: 'v1', kind: 'Namespace', metadata });
    const asked = { pace: 1, progress: () => undefined, signal: new AbortController().signal };
    const choice = { kubeconfig: there.kubeconfig, context: 'plimsoll', environment: {} };
    const { message } = (await errorOf(existing(choice).start(asked))) as Error;
    expect(message).to.match(/^context "plimsoll": another run is, or was, at work there, in plimsoll-theirs-abc123; /);
    expect(message).to.match(/kubectl delete namespaces -l app\.kubernetes\.io\/managed-by=plimsoll$/);
    await using _shared = await existing({ ...choice, exclusive: false }).start(asked);
    await there.api.delete(resources.Namespace, metadata);
    // It may still be terminating, which is no run's work any more.
    await using _alone = await existing(choice).start(asked);
  });
});
