import { expect } from 'chai';
import { oneNode } from '../clusters/testing/one-node.ts';
import { type KubernetesObject, resources } from '../harness/api/resources.ts';
import type { Cluster } from '../harness/cluster.ts';
import { decide } from '../harness/engine/gate.ts';
import { loaded, runOn } from '../harness/engine/testing/cluster-run.ts';
import { apiServerAt, restart } from '../harness/engine/testing/restart-api-server.ts';
import { pod } from '../harness/vocabulary/pod.ts';
import { environment } from './environment.ts';

const pace = 10;

describe('runConformance on a real control plane, disturbed', () => {
  let cluster: Cluster;
  const undo = new AsyncDisposableStack();

  before(async () => {
    const options = { pace, progress: () => undefined, signal: new AbortController().signal };
    cluster = undo.use(await oneNode({ pace, ...environment() }).start(options));
  });
  after(() => undo.disposeAsync());

  it('goes on when the API server is restarted while a scenario is judged', async () => {
    const server = await apiServerAt(cluster.connection.server);
    // A request that is under way when the server ends is lost: both must be waiting by then.
    const other = Promise.withResolvers<void>();
    const report = await runOn(
      cluster,
      [
        loaded('survives', [pod('web').isRunning()], {
          given: ['nowhere.yaml'],
          async when(stage) {
            await stage.until(pod('nowhere').isUnschedulable());
            await other.promise;
            undo.use(await restart(server, 500));
            await stage.apply('runs.yaml');
          },
        }),
        loaded('waits-meanwhile', [pod('nowhere').isUnschedulable()], {
          given: ['nowhere.yaml'],
          async when(stage) {
            await stage.until(pod('nowhere').isUnschedulable());
            other.resolve();
          },
        }),
      ],
      { patience: { within: 20_000, holding: 2_000 } },
    );
    const verdicts = report.scenarios.map(({ verdict }) => verdict);
    expect(verdicts[0]?.kind, JSON.stringify(verdicts)).to.equal('passed');
    expect(verdicts[1]?.kind, JSON.stringify(verdicts)).to.equal('passed');
    expect(report.lifecycle.flatMap(({ error }) => error ?? [])).to.deep.equal([]);
  });

  it('ends with what is known when it is interrupted, and cleans up', async () => {
    const stop = new AbortController();
    const report = await runOn(
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

  it('reports what is left behind', async () => {
    const report = await runOn(
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
