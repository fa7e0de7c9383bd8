import { expect } from 'chai';
import { clockAt } from '../../harness/clock.ts';
import { simulatedCloud } from '../simulator/cloud/cloud.ts';
import { memoryVolume } from '../simulator/machine/volume.ts';
import { threeZones } from '../topology/testing/three-zones.ts';
import { kindMachines } from './machines.ts';
import type { KindNode, KindNodes } from './nodes/nodes.ts';

describe('kindMachines', () => {
  it('does to the containers what it does to the machines of the cloud', async () => {
    const { machines, cloud, done } = both();
    await machines.stop('worker1');
    expect(cloud.machines.get('worker1')?.state).to.equal('stopped');
    await machines.start('worker1');
    expect(cloud.machines.get('worker1')?.state).to.equal('running');
    await machines.remove('worker1');
    expect(cloud.machines.get('worker1')).to.equal(undefined);
    expect(done).to.deep.equal(['stop worker1', 'start worker1', 'remove worker1']);
  });

  it('gives the cloud the address with which a container comes back', async () => {
    const { machines, cloud } = both();
    const before = cloud.machines.get('worker1')?.internalIP;
    await machines.stop('worker1');
    await machines.start('worker1');
    const { internalIP, addresses } = cloud.machines.get('worker1') ?? {};
    expect(internalIP).not.to.equal(before);
    expect(addresses).to.deep.equal([{ type: 'InternalIP', address: internalIP }]);
  });

  it('adds machines with the address of their container, and gives no name twice', async () => {
    const { machines, cloud } = both();
    const names = await Promise.all([machines.add({ zone: 'r-1b' }), machines.add({ zone: 'r-1b' })]);
    expect(names).to.deep.equal(['worker3', 'worker4']);
    expect(cloud.machines.get('worker4')).to.include({ zone: 'r-1b', internalIP: '172.18.0.5' });
  });

  it('does not add to the cloud what got no container, and goes on', async () => {
    const { machines, cloud, fail } = both();
    fail('the engine is full');
    expect(await reason(machines.add({}))).to.equal('the engine is full');
    expect(cloud.machines.list()).to.have.length(3);
    fail(undefined);
    expect(await machines.add({})).to.equal('worker3');
  });

  it('cuts off all containers of a zone', async () => {
    const { machines, cloud, done } = both();
    await machines.cutOff('r-1a');
    expect(cloud.machines.get('worker1')?.reachable).to.equal(false);
    await machines.reconnect('r-1a');
    expect(cloud.machines.get('worker1')?.reachable).to.equal(true);
    expect(done).to.deep.equal(['cutOff master1', 'cutOff worker1', 'reconnect master1', 'reconnect worker1']);
  });

  it('cuts off what comes into a zone that is cut off, and leaves alone what does not run', async () => {
    const { machines, done } = both();
    await machines.stop('worker1');
    await machines.cutOff('r-1a');
    await machines.start('worker1');
    const added = await machines.add({ zone: 'r-1a' });
    expect(done).to.deep.equal([
      'stop worker1',
      'cutOff master1',
      'start worker1',
      'cutOff worker1',
      `cutOff ${added}`,
    ]);
  });

  for (const act of ['stop', 'start', 'remove'] as const) {
    it(`refuses to ${act} what is not there`, async () => {
      const { machines, done } = both();
      const message = 'the cloud has no machine web; it has master1, worker1, worker2';
      expect(await reason(machines[act]('web'))).to.equal(message);
      expect(done).to.deep.equal([]);
    });
  }

  it('refuses to cut off a zone that is not there', async () => {
    const { machines, done } = both();
    expect(await reason(machines.cutOff('r-9'))).to.match(/^the cloud has no zone r-9/);
    expect(done).to.deep.equal([]);
  });
});

/** Containers that are only counted, under the machines of a cloud. */
function both() {
  const topology = threeZones();
  const done: string[] = [];
  const present = new Map<string, KindNode>();
  let failure: string | undefined;
  let addresses = 0;
  const up = (spec: KindNode['spec']) => {
    const node = { name: spec.name, container: spec.name, address: `172.18.0.${++addresses}`, spec };
    present.set(spec.name, node);
    return node;
  };
  for (const spec of topology.machines) up(spec);
  const note = (what: string) => async (name: string) => void done.push(`${what} ${name}`);
  const nodes: Pick<KindNodes, 'get' | 'stop' | 'start' | 'remove' | 'add' | 'cutOff' | 'reconnect'> = {
    get: (name) => present.get(name),
    stop: note('stop'),
    async start(name) {
      done.push(`start ${name}`);
      const before = present.get(name);
      if (before) up(before.spec);
    },
    remove: note('remove'),
    async add(spec) {
      if (failure) throw new Error(failure);
      return up(spec);
    },
    cutOff: note('cutOff'),
    reconnect: note('reconnect'),
  };
  const real = {
    addressOf: (name: string) => present.get(name)?.address ?? '',
    makeVolume: () => memoryVolume(),
  };
  const cloud = simulatedCloud({ clock: clockAt(1), topology, real });
  return {
    cloud,
    done,
    fail: (why: string | undefined) => {
      failure = why;
    },
    machines: kindMachines({ nodes, machines: cloud.machines, topology }),
  };
}

function reason(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was wrong',
    (error: Error) => error.message,
  );
}
