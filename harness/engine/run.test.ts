import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ApiError } from '../api/client.ts';
import type { Cluster, ClusterProvider } from '../cluster.ts';
import { decide } from './gate.ts';
import { runConformance } from './run.ts';
import type { RunOptions } from './run-options.ts';
import { loaded } from './testing/loaded.ts';

describe('runConformance', () => {
  it('reports a cluster that does not start as an error of every scenario', async () => {
    const report = await run(failing('etcd ended with exit code 1'));
    expect(report.lifecycle.map(({ name, error }) => [name, error])).to.deep.equal([
      ['cluster starts', 'etcd ended with exit code 1'],
    ]);
    expect(report.scenarios.map(({ verdict }) => verdict)).to.deep.equal([
      { kind: 'errored', error: 'the cluster did not start', findings: [] },
      { kind: 'errored', error: 'the cluster did not start', findings: [] },
    ]);
    expect(report.run.state).to.equal('finished');
    expect(decide(report, { gate: 'core' }).exitCode).to.equal(3);
  });

  it('is interrupted when the cluster is while it starts', async () => {
    const stop = new AbortController();
    stop.abort();
    const report = await run(failing('This operation was aborted'), { signal: stop.signal });
    expect(report.run.state).to.equal('interrupted');
    expect(report.scenarios).to.deep.equal([]);
  });

  it('errs with what the API server forbids, and stops the cluster all the same', async () => {
    let stopped = 0;
    const forbidden = new ApiError({ kind: 'Status', status: 'Failure', message: 'pods is forbidden' }, 403);
    const api = { request: () => Promise.reject(forbidden), stream: () => Promise.reject(forbidden) };
    const cluster = { ...bare, api, [Symbol.asyncDispose]: async () => void stopped++ } as unknown as Cluster;
    const report = await run({ name: 'forbidding', start: async () => cluster });
    expect(report.scenarios.map(({ verdict }) => verdict)).to.have.nested.property(
      '[1].error',
      'cannot watch the cluster: pods is forbidden',
    );
    expect(stopped).to.equal(1);
  });

  it('tells the end before the cluster is kept, and what ends the keeping interrupts nothing', async () => {
    const stop = new AbortController();
    const told: string[] = [];
    const report = await run(skipping(), {
      signal: stop.signal,
      listeners: [{ ended: ({ run, summary }) => told.push(`ended ${run.state} ${summary.total}`) }],
      keep: async () => {
        told.push('kept');
        stop.abort();
      },
    });
    expect(told).to.deep.equal(['ended finished 2', 'kept']);
    expect(report.run.state).to.equal('finished');
  });

  it('tells at the beginning what a run leaves that is killed then', async () => {
    const told: unknown[] = [];
    await run(skipping(), {
      listeners: [{ began: (_, scenarios, { run, clusters }) => told.push([scenarios, run.state, clusters[0]?.name]) }],
    });
    expect(told).to.deep.equal([[2, 'running', 'bare']]);
  });

  it('starts clusters in turn, and plays on those that start', async () => {
    const told: string[] = [];
    const slow: ClusterProvider = {
      name: 'slow',
      topology: 'small',
      start: async () => {
        told.push('slow starts');
        await new Promise(setImmediate);
        told.push('slow is ready');
        return skipping({ name: 'slow', topology: 'small' }).start(options);
      },
    };
    const broken: ClusterProvider = {
      name: 'broken',
      start: () => {
        told.push('broken starts');
        return Promise.reject(new Error('no etcd'));
      },
    };
    const stagings = [
      { provider: slow, scenarios: [needy('a')] },
      { provider: broken, scenarios: [needy('b')] },
      { provider: skipping(), scenarios: [needy('c')] },
    ];
    const report = await run(slow, { stagings });
    expect(told).to.deep.equal(['slow starts', 'slow is ready', 'broken starts']);
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

  it('keeps all clusters until nobody looks any more', async () => {
    let stopped = 0;
    const provider = () => skipping({ [Symbol.asyncDispose]: async () => void stopped++ });
    const stagings = [
      { provider: provider(), scenarios: [needy('a')] },
      { provider: provider(), scenarios: [needy('b')] },
    ];
    await run(skipping(), {
      stagings,
      keep: async (clusters) => void expect([clusters.length, stopped]).to.deep.equal([2, 0]),
    });
    expect(stopped).to.equal(2);
  });

  it('does not lose what was found out with the logs', async () => {
    const told: string[] = [];
    const collectLogs = () => Promise.reject(new Error('the disk is full'));
    const lost = new ApiError({ kind: 'Status', status: 'Failure', message: 'gone' }, 403);
    const api = { request: () => Promise.reject(lost), stream: () => Promise.reject(lost) };
    const report = await run(skipping({ api, collectLogs } as unknown as Partial<Cluster>), {
      logs: join(tmpdir(), 'plimsoll-logs'),
      listeners: [{ progress: (line) => told.push(line) }],
    });
    expect(report.summary.errored).to.equal(2);
    expect(told.join()).to.include('could not copy the cluster').and.include('the disk is full');
  });

  it('tells listeners what there is to tell, and rejects in the end with what one threw', async () => {
    const told: string[] = [];
    const error = await run(failing('no'), {
      listeners: [{ ended: () => expect.fail('the disk is full') }, { ended: (report) => told.push(report.kind) }],
    }).catch((error: unknown) => error);
    expect(told).to.deep.equal(['ConformanceReport']);
    expect(error).to.be.an('error').with.property('message', 'the run could not be reported: the disk is full');
  });
});

const needy = (name: string) => loaded(name, [], { requires: ['traffic'] });

const options = { pace: 1, progress: () => undefined, signal: new AbortController().signal };

const bare = {
  name: 'bare',
  kubernetes: '1.37.2',
  capabilities: new Set(),
  components: [],
  pace: 1,
  patience: { within: 100, holding: 0 },
};

/** A cluster of which there is nothing to be seen and that lacks all that the scenarios require. */
function skipping(different: Partial<Cluster> = {}): ClusterProvider {
  const api = {
    request: async () => ({ items: [], metadata: { resourceVersion: '1' } }),
    stream: (_: string, { signal }: { signal: AbortSignal }) => once(signal, 'abort').then(() => []),
  };
  const cluster = { ...bare, api, [Symbol.asyncDispose]: async () => undefined, ...different } as unknown as Cluster;
  return { name: 'skipping', start: async () => cluster };
}

function failing(message: string): ClusterProvider {
  return { name: 'failing', start: () => Promise.reject(new Error(message)) };
}

function run(provider: ClusterProvider, different: Partial<RunOptions> = {}) {
  return runConformance({
    stagings: [{ provider, scenarios: [needy('a'), needy('b')] }],
    version: '0.0.0',
    command: 'npm test',
    reproduce: (id) => id,
    signal: new AbortController().signal,
    ...different,
  });
}
