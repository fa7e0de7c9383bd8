import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ApiError } from '../api/client.ts';
import type { Cluster } from '../cluster.ts';
import { decide } from './gate.ts';
import { bare, failing, run, skipping } from './testing/bare-cluster.ts';

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
      listeners: [{ runFinished: ({ run, summary }) => told.push(`ended ${run.state} ${summary.total}`) }],
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
      listeners: [
        { clusterReady: (_, scenarios, { run, clusters }) => told.push([scenarios, run.state, clusters[0]?.name]) },
      ],
    });
    expect(told).to.deep.equal([[2, 'running', 'bare']]);
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
      listeners: [
        { runFinished: () => expect.fail('the disk is full') },
        { runFinished: (report) => told.push(report.kind) },
      ],
    }).catch((error: unknown) => error);
    expect(told).to.deep.equal(['ConformanceReport']);
    expect(error).to.be.an('error').with.property('message', 'the run could not be reported: the disk is full');
  });
});
