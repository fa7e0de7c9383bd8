import { expect } from 'chai';
import { findBinaries } from '../../clusters/embedded/binaries/binaries.ts';
import { embedded } from '../../clusters/embedded/provider.ts';
import { simulating } from '../../clusters/simulating.ts';
import { simulatedCloud } from '../../clusters/simulators/cloud/simulated-cloud.ts';
import { kubelet } from '../../clusters/simulators/kubelet/kubelet.ts';
import { environment } from '../../commands/environment.ts';
import type { KubernetesObject } from '../api/objects.ts';
import { resources } from '../api/resources.ts';
import { clockAt } from '../clock.ts';
import type { Cluster, Patience } from '../cluster.ts';
import type { ConformanceReport } from '../report.ts';
import { claim } from '../vocabulary/claim.ts';
import { pod } from '../vocabulary/pod.ts';
import { decide } from './gate.ts';
import type { LoadedScenario } from './load-scenarios.ts';
import { runConformance } from './run.ts';
import type { RunOptions } from './run-options.ts';
import { loaded, source } from './testing/loaded.ts';
import { apiServerAt, restart } from './testing/restart-api-server.ts';

const pace = 10;
const refused = { reason: 'NodeAffinity', message: /./ };

describe('runConformance on a real control plane', () => {
  let cluster: Cluster;
  const undo = new AsyncDisposableStack();
  const nodes = async () =>
    (await cluster.api.list<KubernetesObject & { spec?: { unschedulable?: boolean } }>(resources.Node)).items;

  before(async () => {
    cluster = undo.use(await startOneNode());
  });
  after(() => undo.disposeAsync());

  it('tells what was found out of each scenario, and leaves nothing behind', async () => {
    const seen: string[] = [];
    const report = await play(cluster, everyKind(), {
      listeners: [{ finished: ({ id, verdict }, { summary }) => seen.push(`${id} ${verdict.kind} ${summary.total}`) }],
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
    expect(report.summary).to.deep.equal({ total: 9, passed: 4, drifted: 1, failed: 1, skipped: 1, errored: 2 });
    expect(report.run.state).to.equal('finished');
    expect(decide(report, { gate: 'core' }).exitCode).to.equal(1);
    expect(seen).to.have.length(9);
    expect(seen.at(-1)).to.equal('engine/has-the-node-for-itself passed 9');

    expect(report.lifecycle.map(({ name, error }) => [name, error])).to.deep.equal([
      ['cluster starts', undefined],
      ['nothing is left behind', undefined],
    ]);
    const { items } = await cluster.api.list<KubernetesObject>(resources.Namespace);
    const ours = items.filter(({ metadata }) => metadata?.name?.startsWith('plimsoll-'));
    expect(ours.every(({ metadata }) => metadata?.deletionTimestamp)).to.equal(true);
    for (const kind of ['Pod', 'PersistentVolumeClaim', 'PersistentVolume'] as const)
      expect((await cluster.api.list(resources[kind])).items, kind).to.deep.equal([]);
    expect((await nodes()).map(({ spec }) => spec?.unschedulable)).to.deep.equal([undefined]);
  });

  it('names file, line, document and field of what the API server refuses', async () => {
    const [misspelt] = everyKind().filter(({ behaviour }) => behaviour === 'is-misspelt');
    const report = await play(cluster, misspelt ? [misspelt] : []);
    const [{ verdict } = { verdict: undefined }] = report.scenarios;
    expect(verdict).to.deep.include({ kind: 'errored', badInput: true });
    expect(verdict)
      .to.have.property('error')
      .that.includes('misspelt.yaml:19 (document 2, Deployment/web, spec.template.spec.containers[name="web"].imag)');
    expect(decide(report, { gate: 'core' }).exitCode).to.equal(2);
  });

  it('keeps the evidence of what did not pass, without what Secrets hold, and a timeline of everything', async () => {
    const report = await play(cluster, [
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
    expect(states?.at(-1)).to.match(/on aks-/);
  });

  it('goes on when the API server is restarted while a scenario is judged', async () => {
    const server = await apiServerAt(cluster.connection.server);
    const report = await play(
      cluster,
      [
        loaded('survives', [pod('web').isRunning()], {
          given: ['nowhere.yaml'],
          async when(stage) {
            await stage.until(pod('nowhere').isUnschedulable());
            undo.use(await restart(server, 500));
            await stage.apply('runs.yaml');
          },
        }),
        loaded('waits-meanwhile', [pod('nowhere').isUnschedulable()], {
          given: ['nowhere.yaml'],
          when: (stage) => stage.until(pod('nowhere').isUnschedulable()),
        }),
      ],
      { patience: { within: 20_000, holding: 2_000 } },
    );
    expect(report.scenarios.map(({ verdict }) => verdict)).to.have.nested.property('[0].kind', 'passed');
    expect(report.scenarios[1]?.verdict.kind).to.equal('passed');
    expect(report.lifecycle.flatMap(({ error }) => error ?? [])).to.deep.equal([]);
  });

  it('ends with what is known when it is interrupted, and cleans up', async () => {
    const stop = new AbortController();
    const report = await play(
      cluster,
      [
        loaded('is-cut-short', [pod('web').isRunning()], {
          given: ['nowhere.yaml'],
          async when(stage) {
            await stage.until(pod('nowhere').isUnschedulable());
            stop.abort();
            await new Promise(() => undefined);
          },
        }),
        loaded('never-begins', [pod('web').isRunning()]),
      ],
      { signal: stop.signal, concurrency: 1 },
    );
    expect(report.run.state).to.equal('interrupted');
    expect(report.scenarios.map(({ id, verdict }) => [id.slice('engine/'.length), verdict.kind])).to.deep.equal([
      ['is-cut-short', 'errored'],
    ]);
    expect(report.scenarios[0]?.timeline).not.to.deep.equal([]);
    expect((await cluster.api.list(resources.Pod)).items).to.deep.equal([]);
    expect(decide(report, { gate: 'core' }).exitCode).to.equal(3);
  });

  it('says what is left behind', async () => {
    const report = await play(
      cluster,
      [loaded('clings', [pod('clings').isUnschedulable()], { given: ['clings.yaml'] })],
      { patience: { within: 1_500, holding: 0 } },
    );
    expect(report.scenarios[0]?.verdict.kind).to.equal('passed');
    const [, left] = report.lifecycle;
    expect(left?.error).to.match(/^Pod plimsoll-clings-\w{6}\/clings after 1.5 s$/);
    expect(decide(report, { gate: 'core' }).exitCode).to.equal(4);

    const { items } = await cluster.api.list<KubernetesObject>(resources.Pod);
    for (const { metadata } of items)
      await cluster.api.patch(
        resources.Pod,
        { name: metadata?.name ?? '', namespace: metadata?.namespace ?? '' },
        { type: 'merge', body: { metadata: { finalizers: null } } },
      );
  });
});

function everyKind(): readonly LoadedScenario[] {
  const runs = [pod('web').isRunning()];
  const neverRuns = [pod('web').isUnschedulable()];
  const unpinned = { given: ['runs.yaml', 'nowhere.yaml'] };
  const limitation = { kind: 'limitation', source, says: 'It does not.', lifted: runs } as const;
  return [
    loaded('passes', runs),
    loaded('drifts', [], { ...unpinned, control: runs, documented: [{ ...limitation, expect: neverRuns }] }),
    loaded('fails', [pod('nowhere').isRunning()], unpinned),
    loaded('has-no-control', [], {
      ...unpinned,
      control: [pod('nowhere').isRefused(refused)],
      documented: [{ ...limitation, expect: neverRuns }],
    }),
    loaded('lacks-something', runs, { requires: ['traffic'] }),
    loaded('is-misspelt', runs, { given: ['misspelt.yaml'] }),
    loaded('has-a-volume', [claim('data').isBound()], { given: ['volume.yaml'] }),
    loaded('has-that-volume-too', [claim('data').isBound()], { given: ['volume.yaml'] }),
    loaded('has-the-node-for-itself', neverRuns, {
      exclusive: true,
      given: [],
      async when({ view, cordon, apply }) {
        for (const { metadata } of view.list('Node')) await cordon(metadata?.name ?? '');
        await apply('runs.yaml');
      },
    }),
  ];
}

async function startOneNode(): Promise<Cluster> {
  const { cache, assets, registry } = environment();
  const provider = embedded({
    cache,
    findBinaries: (wanted) => findBinaries({ ...wanted, cache, directory: assets, registry }),
  });
  const cloud = simulatedCloud({ clock: clockAt(pace) });
  const options = { pace, progress: () => undefined, signal: new AbortController().signal };
  return await simulating(provider, [kubelet({ nodes: 1, cloud })]).start(options);
}

/** Plays on a cluster that goes on when the run is over. */
function play(
  cluster: Cluster,
  scenarios: readonly LoadedScenario[],
  { patience = { within: 5_000, holding: 300 }, ...different }: Partial<RunOptions> & { patience?: Patience } = {},
): Promise<ConformanceReport> {
  const lent: Cluster = { ...cluster, patience, [Symbol.asyncDispose]: async () => undefined };
  return runConformance({
    provider: { name: 'lent', start: async () => lent },
    scenarios,
    version: '0.0.0',
    command: 'npm test',
    reproduce: (id) => `plimsoll run --scenario ${id}`,
    signal: new AbortController().signal,
    ...different,
  });
}
