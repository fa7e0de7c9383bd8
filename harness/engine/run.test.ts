import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ApiError } from '../api/client.ts';
import type { Cluster, StartOptions } from '../cluster.ts';
import { BadInputError } from '../errors.ts';
import { decide } from './gate.ts';
import { bare, failing, needy, run, skipping } from './testing/cluster-run.ts';

describe('runConformance', () => {
  it('reports a cluster that does not start as an error of every scenario', async () => {
    const report = await run(failing('etcd ended with exit code 1'));
    expect(report.lifecycle.map(({ id, error }) => [id, error])).to.deep.equal([
      ['cluster-start', 'etcd ended with exit code 1'],
    ]);
    expect(report.scenarios.map(({ verdict }) => verdict)).to.deep.equal([
      { kind: 'errored', error: 'the cluster did not start', findings: [] },
      { kind: 'errored', error: 'the cluster did not start', findings: [] },
    ]);
    expect(report.run.state).to.equal('finished');
    expect(decide(report, { gate: 'core' }).exitCode).to.equal(3);
  });

  it('is interrupted when the start of its cluster is', async () => {
    const stop = new AbortController();
    stop.abort();
    const report = await run(failing('This operation was aborted'), { signal: stop.signal });
    expect(report.run.state).to.equal('interrupted');
    expect(report.scenarios).to.deep.equal([]);
  });

  it('errors when the API server forbids something, and still stops the cluster', async () => {
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

  it('notifies of the end before the cluster is kept; an interruption then changes nothing', async () => {
    const stop = new AbortController();
    const events: string[] = [];
    const report = await run(skipping(), {
      signal: stop.signal,
      listeners: [{ runFinished: ({ run, summary }) => events.push(`ended ${run.state} ${summary.total}`) }],
      keep: async () => {
        events.push('kept');
        stop.abort();
      },
    });
    expect(events).to.deep.equal(['ended finished 2', 'kept']);
    expect(report.run.state).to.equal('finished');
  });

  it('notifies at the beginning of the report that a killed run leaves', async () => {
    const events: unknown[] = [];
    await run(skipping(), {
      listeners: [
        { clusterReady: (_, scenarios, { run, clusters }) => events.push([scenarios, run.state, clusters[0]?.name]) },
      ],
    });
    expect(events).to.deep.equal([[2, 'running', 'bare']]);
  });

  it('does not lose results when the logs cannot be collected', async () => {
    const events: string[] = [];
    const collectLogs = () => Promise.reject(new Error('the disk is full'));
    const lost = new ApiError({ kind: 'Status', status: 'Failure', message: 'gone' }, 403);
    const api = { request: () => Promise.reject(lost), stream: () => Promise.reject(lost) };
    const report = await run(skipping({ api, collectLogs } as unknown as Partial<Cluster>), {
      logs: join(tmpdir(), 'plimsoll-logs'),
      listeners: [{ progress: (line) => events.push(line) }],
    });
    expect(report.summary.errored).to.equal(2);
    expect(events.join()).to.include('could not copy the cluster').and.include('the disk is full');
  });

  it('notifies all listeners, and rejects in the end with what one threw', async () => {
    const events: string[] = [];
    const error = await run(failing('no'), {
      listeners: [
        { runFinished: () => expect.fail('the disk is full') },
        { runFinished: (report) => events.push(report.kind) },
      ],
    }).catch((error: unknown) => error);
    expect(events).to.deep.equal(['ConformanceReport']);
    expect(error).to.be.an('error').with.property('message', 'the run could not be reported: the disk is full');
  });
});

describe('startCluster', () => {
  for (const [what, error, exitCode] of [
    ['the description of the cluster was wrong', new BadInputError('m.yaml:1:1: no such capability'), 2],
    ['it could not', new Error('no space left'), 3],
  ] as const) {
    it(`leaves the run with exit code ${exitCode} when ${what}`, async () => {
      const failing = { name: 'existing', start: () => Promise.reject(error) };
      const report = await run(failing, { clusterRuns: [{ provider: failing, scenarios: [needy('a')] }] });
      const decision = decide(report, { gate: 'core' });
      expect(decision.exitCode).to.equal(exitCode);
      expect(decision.reasons).to.include(`cluster: ${error.message}`);
    });
  }
});

describe('stopCluster', () => {
  it('reports what is left of the cluster itself', async () => {
    const leaving = {
      name: 'kind',
      async start(options: StartOptions) {
        const cluster = await skipping().start(options);
        return { ...cluster, [Symbol.asyncDispose]: () => Promise.reject(new Error('a container is left')) };
      },
    };
    const report = await run(leaving, { clusterRuns: [{ provider: leaving, scenarios: [needy('a')] }] });
    expect(report.lifecycle.flatMap(({ error = [] }) => error)).to.deep.equal(['a container is left']);
    expect(report.run.state).to.equal('finished');
  });
});

describe('runOnCluster', () => {
  it('keeps the verdicts when a fault of our own comes after them, and reports a possible leak', async () => {
    let asked = 0;
    const reproduce = (id: string) => {
      if (++asked === 2) throw new Error('no such command');
      return id;
    };
    const collected: string[] = [];
    const provider = skipping({ collectLogs: async (directory: string) => void collected.push(directory) });
    const clusterRuns = [{ provider, scenarios: [needy('a'), needy('a')] }];
    const report = await run(provider, { clusterRuns, reproduce, logs: join(tmpdir(), 'plimsoll-logs') });
    expect(collected, 'directories of logs').to.have.length(1);
    expect(report.scenarios.map(({ verdict }) => verdict.kind))
      .to.include('skipped')
      .and.not.to.include('errored');
    expect(report.lifecycle.map(({ id, error }) => [id, error])).to.deep.equal([
      ['cluster-start', undefined],
      ['leak-check', 'no such command'],
    ]);
    expect(decide(report, { gate: 'core', minExecuted: 0 }).reasons).to.include('left behind: no such command');
  });
});
