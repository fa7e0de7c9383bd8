import { expect } from 'chai';
import type { ClusterRun } from '../harness/engine/run-context.ts';
import { loaded } from '../harness/engine/testing/cluster-run.ts';
import { clusterRunsOf } from './execute-run.ts';

const scenario = (suite: string, behaviour: string, exclusive = false) =>
  loaded(behaviour, [], { id: `${suite}/${behaviour}`, suite, exclusive });
const scenarios = [
  scenario('aks-hybrid', 'a'),
  scenario('multi-az', 'b', true),
  scenario('nifcloud', 'c', true),
  scenario('aks-hybrid', 'd'),
  scenario('nifcloud', 'e', true),
  ...['f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n'].map((behaviour) => scenario('aks-hybrid', behaviour)),
];
const inWords = (clusterRuns: readonly ClusterRun[]) =>
  clusterRuns.map(({ provider, scenarios }) => [provider.topology, ...scenarios.map(({ behaviour }) => behaviour)]);

describe('clusterRunsOf', function () {
  this.timeout(20_000); // loads the providers of a cluster, on a machine that may be busy

  it('has one cluster per suite, the one with the most exclusive scenarios first', async () => {
    expect(inWords(await clusterRunsOf(scenarios, { cluster: 'embedded' }))).to.deep.equal([
      ['nifcloud', 'c', 'e'],
      ['multi-az', 'b'],
      ['aks-hybrid', 'a', 'd', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n'],
    ]);
  });

  it('has one cluster for all suites when a topology is named', async () => {
    const clusterRuns = await clusterRunsOf(scenarios, { cluster: 'embedded', topology: 'multi-az' });
    expect(inWords(clusterRuns)).to.deep.equal([['multi-az', ...scenarios.map(({ behaviour }) => behaviour)]]);
  });

  it('has no cluster without scenarios', async () => {
    expect(await clusterRunsOf([], { cluster: 'embedded' })).to.deep.equal([]);
  });
});
