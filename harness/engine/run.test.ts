import { once } from 'node:events';
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
      listeners: [{ began: (_, scenarios, { run, cluster }) => told.push([scenarios, run.state, cluster?.name]) }],
    });
    expect(told).to.deep.equal([[2, 'running', 'bare']]);
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
    provider,
    scenarios: [loaded('a', [], { requires: ['traffic'] }), loaded('b', [], { requires: ['traffic'] })],
    version: '0.0.0',
    command: 'npm test',
    reproduce: (id) => id,
    signal: new AbortController().signal,
    ...different,
  });
}
