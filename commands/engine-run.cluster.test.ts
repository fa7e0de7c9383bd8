import { expect } from 'chai';
import { oneNode } from '../clusters/testing/one-node.ts';
import { type KubernetesObject, resources } from '../harness/api/resources.ts';
import type { Cluster } from '../harness/cluster.ts';
import { decide } from '../harness/engine/gate.ts';
import { loaded, runOn } from '../harness/engine/testing/cluster-run.ts';
import { everyKind } from '../harness/engine/testing/every-kind.ts';
import { pod } from '../harness/vocabulary/pod.ts';
import { environment } from './environment.ts';

const pace = 10;

describe('runConformance on a real control plane', () => {
  let cluster: Cluster;
  const undo = new AsyncDisposableStack();
  const nodes = async () =>
    (await cluster.api.list<KubernetesObject & { spec?: { unschedulable?: boolean } }>(resources.Node)).items;

  before(async () => {
    const options = { pace, progress: () => undefined, signal: new AbortController().signal };
    cluster = undo.use(await oneNode({ pace, ...environment() }).start(options));
  });
  after(() => undo.disposeAsync());

  it('reports the verdict of each scenario, and leaves nothing behind', async () => {
    const seen: string[] = [];
    const report = await runOn(cluster, everyKind(), {
      listeners: [
        { scenarioFinished: ({ id, verdict }, { summary }) => seen.push(`${id} ${verdict.kind} ${summary.total}`) },
      ],
    });
    expect(
      Object.fromEntries(report.scenarios.map(({ id, verdict }) => [id.slice('engine/'.length), verdict.kind])),
    ).to.deep.equal({
      passes: 'passed',
      drifts: 'drifted',
      fails: 'failed',
      'has-no-control': 'errored',
      'lacks-something': 'skipped',
      'is-misspelt': 'errored',
      'has-a-volume': 'passed',
      'has-that-volume-too': 'passed',
      'has-the-node-for-itself': 'passed',
    });
    expect(report.summary).to.deep.equal({
      total: 9,
      passed: 4,
      drifted: 1,
      failed: 1,
      skipped: 1,
      errored: 2,
      flaky: 0,
    });
    expect(report.run.state).to.equal('finished');
    expect(decide(report, { gate: 'core' }).exitCode).to.equal(1);
    expect(seen).to.have.length(9);
    expect(seen.at(-1)).to.equal('engine/has-the-node-for-itself passed 9');

    expect(report.lifecycle.map(({ id, error }) => [id, error])).to.deep.equal([
      ['cluster-start', undefined],
      ['leak-check', undefined],
    ]);
    const { items } = await cluster.api.list<KubernetesObject>(resources.Namespace);
    const ours = items.filter(({ metadata }) => metadata?.name?.startsWith('plimsoll-'));
    expect(ours.every(({ metadata }) => metadata?.deletionTimestamp)).to.equal(true);
    for (const kind of ['Pod', 'PersistentVolumeClaim', 'PersistentVolume'] as const)
      expect((await cluster.api.list(resources[kind])).items, kind).to.deep.equal([]);
    expect((await nodes()).map(({ spec }) => spec?.unschedulable)).to.deep.equal([undefined]);
  });

  it('executes an errored scenario again in a new namespace, and notifies of what it waits for', async () => {
    const [tried, waits]: [string[], string[]] = [[], []];
    const unlucky = loaded('is-unlucky', [pod('web').isRunning()], {
      async when(stage) {
        tried.push(stage.view.namespace);
        if (tried.length < 3) throw new Error('the cloud answered 503');
      },
    });
    const waiting = (id: string, summary: string) => void waits.push(`${id}: ${summary}`);
    const patience = { within: 5_000, holding: 1_000 };
    const report = await runOn(cluster, [unlucky], { retries: 2, patience, listeners: [{ scenarioWaiting: waiting }] });
    const [scenario] = report.scenarios;
    expect(scenario?.verdict.kind).to.equal('passed');
    expect(scenario?.attempts?.map(({ verdict }) => verdict.kind)).to.deep.equal(['errored', 'errored']);
    expect(report.summary).to.include({ total: 1, passed: 1, errored: 0, flaky: 1 });
    expect(new Set(tried).size).to.equal(3);
    expect(scenario?.namespace).to.equal(tried.at(-1));
    expect(waits.at(-1)).to.equal('engine/is-unlucky: Pod web is running, to last');
    expect(report.lifecycle.flatMap(({ error }) => error ?? [])).to.deep.equal([]);
    expect((await cluster.api.list(resources.Pod)).items).to.deep.equal([]);
  });

  it('names file, line, document and field of what the API server refuses', async () => {
    const [misspelt] = everyKind().filter(({ behaviour }) => behaviour === 'is-misspelt');
    const report = await runOn(cluster, misspelt ? [misspelt] : []);
    const [{ verdict } = { verdict: undefined }] = report.scenarios;
    expect(verdict).to.deep.include({ kind: 'errored', badInput: true });
    expect(verdict)
      .to.have.property('error')
      .that.includes('misspelt.yaml:19 (document 2, Deployment/web, spec.template.spec.containers[name="web"].imag)');
    expect(decide(report, { gate: 'core' }).exitCode).to.equal(2);
  });

  it('keeps a timeline of everything, and the evidence of failures without the values of Secrets', async () => {
    const report = await runOn(cluster, [
      loaded('keeps-evidence', [pod('web').isUnschedulable()], { given: ['volume.yaml', 'runs.yaml'] }),
    ]);
    const [scenario] = report.scenarios;
    expect(scenario?.verdict.kind).to.equal('failed');
    expect(JSON.stringify(report)).not.to.include('hunter2').and.not.to.include(btoa('hunter2'));
    const names = scenario?.evidence?.objects.map(({ name }) => name.replace(/-\w{6}$/, '-…'));
    expect(names).to.include.members([
      'Pod/web',
      'PersistentVolumeClaim/data',
      'PersistentVolume/share-…',
      'Secret/account',
    ]);
    expect(scenario?.evidence?.events.map(({ reason }) => reason)).to.include('Scheduled');
    const states = scenario?.timeline.filter(({ object }) => object === 'Pod/web').map(({ state }) => state);
    expect(states?.[0]).to.match(/^Pending, on no node/);
    expect(states?.at(-1)).to.match(/on worker1/);
  });
});
