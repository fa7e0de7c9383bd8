import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { simulatedCloud } from '../clusters/simulator/cloud/cloud.ts';
import { machineControl } from '../clusters/simulator/cloud/machines.ts';
import { threeZones } from '../clusters/topology/testing/three-zones.ts';
import { clockAt } from '../harness/clock.ts';
import type { Cluster, ClusterProvider, StartOptions } from '../harness/cluster.ts';
import { withHostedMachines } from './existing-cluster.ts';
import { fileOf, remember, startTimeOf } from './hosted.ts';
import { serveMachines } from './machine.ts';

describe('the machines of a cluster that up has started', () => {
  const state = mkdtempSync(join(tmpdir(), 'plimsoll-state-'));
  after(() => rmSync(state, { recursive: true }));
  const { machines } = simulatedCloud({ clock: clockAt(1), topology: threeZones() });

  before(() => {
    const kubeconfig = join(state, 'kubeconfig');
    writeFileSync(kubeconfig, 'clusters: [{ name: up, cluster: { server: "https://127.0.0.1:6443" } }]\n');
    const own = { name: 'up', pid: process.pid, began: startTimeOf(process.pid) ?? '' };
    remember(state, { ...own, kubeconfig, kubernetes: '1.37.2', log: '' });
  });

  it('can be used by a run on it', async () => {
    await using _serving = await serveMachines(machineControl(machines), fileOf(state, 'up', 'sock'));
    const cluster = await started('https://127.0.0.1:6443');
    expect([...cluster.capabilities]).to.deep.equal(['vm-nodes', 'machines']);
    await cluster.machines?.stop('worker1');
    expect(machines.get('worker1')).to.have.property('state', 'stopped');
    const added = await cluster.machines?.add({ name: 'mine', zone: 'r-1b' });
    expect(added).to.equal('mine');
    expect(machines.get('mine')).to.have.property('zone', 'r-1b');
  });

  it('are not those of another cluster, nor of one without a socket', async () => {
    for (const server of ['https://127.0.0.1:6444', 'https://127.0.0.1:6443']) {
      const cluster = await started(server);
      expect(cluster.machines, server).to.equal(undefined);
      expect([...cluster.capabilities], server).to.deep.equal(['vm-nodes']);
    }
  });

  it('are not looked for without a state directory, nor in broken records', async () => {
    const nowhere = join(state, 'nowhere');
    expect((await started('https://127.0.0.1:6443', nowhere)).machines).to.equal(undefined);
    expect(existsSync(nowhere)).to.equal(false);
    writeFileSync(fileOf(state, 'broken', 'json'), '{');
    expect((await started('https://127.0.0.1:6444')).machines).to.equal(undefined);
  });

  function started(server: string, place = state): Promise<Cluster> {
    const capabilities = new Set(['vm-nodes'] as const);
    const cluster = { connection: { server }, capabilities } as unknown as Cluster;
    const provider: ClusterProvider = { name: 'existing', start: async () => cluster };
    return withHostedMachines(provider, place).start({} as StartOptions);
  }
});
