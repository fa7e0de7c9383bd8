import { once } from 'node:events';
import { expect } from 'chai';
import type { Capability, Cluster, ClusterProvider, StartOptions } from '../cluster.ts';
import { failing, needy, options, run, skipping } from './testing/cluster-run.ts';

describe('runConformance on several clusters', () => {
  it('starts clusters in turn, and executes scenarios on those that start', async () => {
    const events: string[] = [];
    const slow: ClusterProvider = {
      name: 'slow',
      topology: 'small',
      start: async () => {
        events.push('slow starts');
        await new Promise(setImmediate);
        events.push('slow is ready');
        return skipping({ name: 'slow', topology: 'small' }).start(options);
      },
    };
    const broken: ClusterProvider = {
      name: 'broken',
      start: () => {
        events.push('broken starts');
        return Promise.reject(new Error('no etcd'));
      },
    };
    const clusterRuns = [
      { provider: slow, scenarios: [needy('a')] },
      { provider: broken, scenarios: [needy('b')] },
      { provider: skipping(), scenarios: [needy('c')] },
    ];
    const report = await run(slow, { clusterRuns });
    expect(events).to.deep.equal(['slow starts', 'slow is ready', 'broken starts']);
    expect(report.clusters.map(({ id }) => id)).to.deep.equal(['slow/small', 'bare']);
    expect(report.scenarios.map(({ cluster, verdict }) => [cluster, verdict.kind])).to.deep.equal([
      ['slow/small', 'skipped'],
      ['broken', 'errored'],
      ['bare', 'skipped'],
    ]);
    expect(report.lifecycle.flatMap(({ cluster, error = [] }) => [[cluster, error].flat()])).to.deep.include([
      'broken',
      'no etcd',
    ]);
  });

  it('has no more clusters at a time than it may', async () => {
    let [running, most] = [0, 0];
    const counted = (topology: string): ClusterProvider => ({
      ...skipping({ topology }),
      topology,
      async start() {
        most = Math.max(most, ++running);
        const stop = async () => void running--;
        return skipping({ topology, [Symbol.asyncDispose]: stop }).start(options);
      },
    });
    const clusterRuns = ['a', 'b', 'c', 'd'].map((name) => ({ provider: counted(name), scenarios: [needy(name)] }));
    const report = await run(skipping(), { clusterRuns, clustersAtOnce: 2 });
    expect([report.clusters.length, running, most]).to.deep.equal([4, 0, 2]);
  });

  it('starts one more while only exclusive scenarios are left on another', async () => {
    const next = Promise.withResolvers<void>();
    const first = skipping({ topology: 'a', [Symbol.asyncDispose]: () => next.promise });
    const second = skipping({ topology: 'b' });
    const start = (options: StartOptions) => {
      next.resolve();
      return second.start(options);
    };
    const clusterRuns = [
      { provider: first, scenarios: [needy('a'), { ...needy('b'), exclusive: true }] },
      { provider: { ...second, start }, scenarios: [needy('c')] },
    ];
    const report = await run(skipping(), { clusterRuns, clustersAtOnce: 2, clustersAtWork: 1 });
    expect(report.clusters).to.have.length(2);
  });

  it('rejects with the errors of all of them', async () => {
    const clusterRuns = ['a', 'b'].map((name) => ({ provider: skipping(), scenarios: [needy(name)] }));
    const reproduce = (id: string) => {
      throw new Error(`no command runs ${id}`);
    };
    const error = await run(skipping(), { clusterRuns, reproduce }).catch((error: unknown) => error);
    expect(error)
      .to.be.instanceOf(AggregateError)
      .with.property('message')
      .that.matches(/^no command runs .*a; no command runs .*b$/);
  });

  it('names the cluster in its progress where there are several', async () => {
    const events: string[] = [];
    const listeners = [{ progress: (line: string) => void events.push(line) }];
    const talking = (topology: string): ClusterProvider => ({
      ...skipping({ topology }),
      topology,
      start({ progress }) {
        progress('ready');
        return skipping({ topology }).start(options);
      },
    });
    const clusterRun = (topology: string) => ({ provider: talking(topology), scenarios: [needy(topology)] });
    await run(skipping(), { listeners, clusterRuns: [clusterRun('one'), clusterRun('two')] });
    await run(skipping(), { listeners, clusterRuns: [clusterRun('alone')] });
    const ready = events.filter((line) => line.endsWith('ready'));
    expect(ready).to.deep.equal(['one: ready', 'two: ready', 'ready']);
  });

  it('keeps all clusters until the user has finished', async () => {
    let stopped = 0;
    const provider = () => skipping({ [Symbol.asyncDispose]: async () => void stopped++ });
    const clusterRuns = [
      { provider: provider(), scenarios: [needy('a')] },
      { provider: provider(), scenarios: [needy('b')] },
    ];
    await run(skipping(), {
      clusterRuns,
      keep: async (clusters) => void expect([clusters.length, stopped]).to.deep.equal([2, 0]),
    });
    expect(stopped).to.equal(2);
  });

  it('ends, with every cluster stopped, when a fault of our own ends the execution on one', async () => {
    const stopped: string[] = [];
    const named = (name: string, different: Partial<Cluster> = {}) =>
      skipping({ name, [Symbol.asyncDispose]: async () => void stopped.push(name), ...different });
    const capabilities = new Proxy(new Set<Capability>(), {
      get(set, property) {
        if (property === 'has') throw new Error('no such set');
        const value: unknown = Reflect.get(set, property, set);
        return typeof value === 'function' ? value.bind(set) : value;
      },
    });
    const clusterRuns = [
      { provider: named('faulty', { capabilities }), scenarios: [needy('a'), needy('b')] },
      { provider: named('sound'), scenarios: [needy('c')] },
    ];
    const report = await run(skipping(), { clusterRuns });
    expect(report.scenarios.map(({ verdict }) => verdict)).to.deep.equal([
      { kind: 'errored', error: 'no such set', findings: [] },
      { kind: 'errored', error: 'no such set', findings: [] },
      { kind: 'skipped', reason: 'the cluster lacks traffic' },
    ]);
    expect(stopped.sort()).to.deep.equal(['faulty', 'sound']);
  });

  it('stops all clusters when it is interrupted while one of them starts', async () => {
    const stop = new AbortController();
    let stopped = 0;
    const starting: ClusterProvider = {
      name: 'starting',
      start({ signal }) {
        queueMicrotask(() => stop.abort());
        return once(signal, 'abort').then(() => Promise.reject(signal.reason));
      },
    };
    const ready = skipping({ [Symbol.asyncDispose]: async () => void stopped++ });
    const clusterRuns = [
      { provider: ready, scenarios: [needy('a')] },
      { provider: starting, scenarios: [needy('b')] },
      { provider: failing('begun all the same'), scenarios: [needy('c')] },
    ];
    const report = await run(skipping(), { clusterRuns, signal: stop.signal });
    expect(report.run.state).to.equal('interrupted');
    expect(report.lifecycle.map(({ cluster }) => cluster)).not.to.include('failing');
    expect(report.scenarios.map(({ id }) => id)).not.to.include('engine/b');
    expect(stopped).to.equal(1);
  });
});
