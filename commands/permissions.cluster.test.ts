import { expect } from 'chai';
import { settingsFrom } from '../clusters/control-plane/settings.ts';
import { existing } from '../clusters/existing/provider.ts';
import { grant, kubeconfigOf, plane, serviceAccount } from '../clusters/existing/testing/existing-cluster.ts';
import { temporary } from '../clusters/existing/testing/temporary.ts';
import { errorOf } from '../clusters/testing/contract-objects.ts';
import type { KubernetesObject } from '../harness/api/resources.ts';
import { type Resource, resources } from '../harness/api/resources.ts';
import type { Cluster } from '../harness/cluster.ts';
import { loaded, runOn } from '../harness/engine/testing/cluster-run.ts';
import { everyKind } from '../harness/engine/testing/every-kind.ts';

const clusterScoped: readonly Resource[] = [
  ...[resources.Namespace, resources.Node, resources.PersistentVolume, resources.StorageClass, resources.CSIDriver],
  ...[resources.CSINode, resources.VolumeAttachment],
];
/** A CSIDriver that is there before, and one that is not. */
const driver = (name: string, podInfoOnMount: boolean) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIDriver',
  metadata: { name, labels: { of: 'another-owner' } },
  spec: { podInfoOnMount, attachRequired: false },
});

describe('the permissions of an existing cluster', () => {
  let there: Cluster;
  let place: ReturnType<typeof temporary>;
  let missing: string;
  const undo = new AsyncDisposableStack();
  const { signal } = new AbortController();
  const connect = (exclusive: boolean) =>
    existing({ kubeconfig: place.at('config'), context: 'other', environment: {}, exclusive }).start({
      ...{ pace: 1, progress: () => undefined, signal },
    });
  before(async () => {
    there = undo.use(await plane(settingsFrom()));
    const token = await serviceAccount(there.api, 'stranger');
    place = undo.use(
      temporary({
        config: kubeconfigOf(there, { user: { token } }),
        'drivers.yaml': ['kept', 'new'].map((name) => JSON.stringify(driver(name, true))).join('\n---\n'),
      }),
    );
  });
  after(() => undo.disposeAsync());

  /** What is there, without what changes by itself. */
  async function inventory(): Promise<readonly unknown[]> {
    const lists = clusterScoped.map((resource) =>
      there.api.list<KubernetesObject & { spec?: object; provisioner?: string }>(resource),
    );
    return (await Promise.all(lists)).flatMap(({ items }) =>
      items
        .filter(({ metadata }) => !metadata?.deletionTimestamp)
        .map(({ metadata, spec }) => ({ name: metadata?.name, labels: metadata?.labels, spec })),
    );
  }

  it('are listed together when they are missing, fewer without exclusive scenarios', async () => {
    const { message } = (await errorOf(connect(true))) as Error;
    expect(message).to.match(/^context "other" \(system:serviceaccount:default:stranger\) may not\n/);
    for (const what of ['get nodes', 'create namespaces', 'patch nodes', 'create pods/eviction', 'get pods/log'])
      expect(listed(message), what).to.include(what);
    expect(listed(((await errorOf(connect(false))) as Error).message)).not.to.include('patch nodes');
    missing = message.slice(message.indexOf('apiVersion:'));
  });

  it('are enough with the ClusterRole of the error: all scenarios run, and the rest stays as it was', async () => {
    await grant(there.api, missing);
    await there.api.create(resources.CSIDriver, driver('kept', false));
    const before = await inventory();
    await using cluster = await connect(true);
    const touching = loaded('touches-drivers', [], {
      ...{ exclusive: true, directory: place.path, given: ['drivers.yaml'] },
    });
    const report = await runOn(cluster, [...everyKind(), touching]);
    const counts = { total: 10, passed: 5, drifted: 1, failed: 1, skipped: 1, errored: 2, flaky: 0 };
    expect(report.summary).to.deep.equal(counts);
    expect(report.lifecycle.flatMap(({ error }) => error ?? [])).to.deep.equal([]);
    expect(await inventory()).to.deep.equal(before);
  });
});

/** `verb resource` of each that the error lists. */
function listed(message: string): readonly string[] {
  return [...message.matchAll(/^ {2}([a-z, ]+) (\S.*)$/gm)].flatMap(([line]) => {
    const words = line.trim().split(/,? /);
    const isVerb = (word: string) => /^(get|list|watch|create|patch|update|delete|deletecollection)$/.test(word);
    const named = words.filter((word) => !isVerb(word));
    return words.filter(isVerb).flatMap((verb) => named.map((resource) => `${verb} ${resource}`));
  });
}
