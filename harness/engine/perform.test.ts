import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInputError } from '../bad-input.ts';
import type { StartOptions } from '../cluster.ts';
import { decide } from './gate.ts';
import { needy, run, skipping } from './testing/bare-cluster.ts';

describe('startCluster', () => {
  for (const [what, error, exitCode] of [
    ['what was said about the cluster was wrong', new BadInputError('m.yaml:1:1: no such capability'), 2],
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

describe('dispose', () => {
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

describe('performOn', () => {
  it('keeps the verdicts when a fault of our own comes after them, and says that something may be left', async () => {
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
