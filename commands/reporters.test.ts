import { mock } from 'node:test';
import { expect } from 'chai';
import type { Cluster } from '../harness/cluster.ts';
import type { ConformanceReport, ScenarioReport } from '../harness/report.ts';
import { incrementalReports } from './reporters.ts';

const sketched = (total: number) => ({ summary: { total } }) as ConformanceReport;
const cluster = {} as Cluster;
const result = {} as ScenarioReport;

describe('incrementalReports', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('writes immediately at the start of a cluster and at the end, and once a second in between', () => {
    const written: number[] = [];
    const listener = incrementalReports(async ({ summary }) => void written.push(summary.total));
    listener.clusterReady?.(cluster, 4, sketched(0));
    expect(written).to.deep.equal([0]);
    listener.scenarioFinished?.(result, sketched(1));
    listener.scenarioFinished?.(result, sketched(2));
    expect(written).to.deep.equal([0]);
    mock.timers.tick(1_000);
    expect(written).to.deep.equal([0, 2]);
    listener.scenarioFinished?.(result, sketched(3));
    listener.runFinished?.(sketched(4));
    mock.timers.tick(5_000);
    expect(written).to.deep.equal([0, 2, 4]);
  });

  it('goes on when something could not be written', async () => {
    const written: number[] = [];
    const listener = incrementalReports(async ({ summary }) => {
      if (summary.total === 0) throw new Error('the disk is full');
      written.push(summary.total);
    });
    listener.clusterReady?.(cluster, 1, sketched(0));
    await new Promise(setImmediate);
    listener.runFinished?.(sketched(1));
    expect(written).to.deep.equal([1]);
  });
});
