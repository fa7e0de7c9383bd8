import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { clockAt } from '../../harness/clock.ts';
import { manualClock } from '../../harness/testing/manual-clock.ts';
import { simulatedCloud } from '../simulator/cloud/cloud.ts';
import { startDriver } from '../simulator/csi/driver.ts';
import { ebs } from './aws/ebs.ts';
import { driverProfiles } from './clouds.ts';
import { sanitySettings, twoMachines } from './sanity-settings.ts';
import { driverUnderTest, once, refusal } from './testing/running-driver.ts';

const creation = { name: 'pvc-1', volumeCapabilities: [once], capacityRange: { requiredBytes: 2 ** 30 } };

describe('startDriver', () => {
  for (const [driver, releases] of Object.entries(driverProfiles)) {
    for (const [release, definition] of Object.entries(releases)) {
      it(`serves the identity and the capabilities of ${driver} ${release}`, async () => {
        await using running = await driverUnderTest(definition);
        const node = await running.node('node1');
        const info = { name: definition.name, vendorVersion: `v${definition.version}`, manifest: {} };
        expect(await running.controller.getPluginInfo({})).to.deep.equal(info);
        expect(await node.getPluginInfo({})).to.deep.equal(info);
        expect((await node.probe({})).ready).to.deep.equal({ value: true });
        const controllerCan = await running.controller.controllerGetCapabilities({});
        const nodeCan = await node.nodeGetCapabilities({});
        expect(controllerCan.capabilities.map(({ rpc }) => rpc?.type)).to.deep.equal(definition.controllerCapabilities);
        expect(nodeCan.capabilities.map(({ rpc }) => rpc?.type)).to.deep.equal(definition.nodeCapabilities);
        const { capabilities } = await node.getPluginCapabilities({});
        const services = capabilities.flatMap(({ service }) => service?.type ?? []);
        expect(services).to.deep.equal(definition.services);
        expect(definition.version.startsWith(`${release}.`), definition.version).to.equal(true);
      });
    }
  }

  it('answers an absent method with Unimplemented, and an error without a code with Unknown', async () => {
    const { listSnapshots: _none, ...rest } = ebs;
    const broken = () => {
      throw new Error('out of order');
    };
    await using running = await driverUnderTest({ ...rest, deleteVolume: broken });
    expect(await refusal(running.controller.listSnapshots({}))).to.equal('Unimplemented: ');
    expect(await refusal(running.controller.deleteVolume({ volumeId: 'v' }))).to.equal('Unknown: out of order');
  });

  it('serves a driver of which one method differs', async () => {
    const elsewhere = {
      ...ebs,
      createVolume: async (...call: Parameters<typeof ebs.createVolume>) => {
        const { volume } = await ebs.createVolume(...call);
        return { volume: { ...volume, accessibleTopology: [] } };
      },
    };
    await using running = await driverUnderTest(elsewhere);
    const { volume } = await running.controller.createVolume(creation);
    expect(volume?.capacityBytes).to.equal(2 ** 30);
    expect(volume?.accessibleTopology).to.deep.equal([]);
  });

  it('delays a call by its latency, and rejects a second call for the same volume meanwhile', async () => {
    const clock = manualClock();
    await using running = await driverUnderTest({ ...ebs, latency: { createVolume: 5_000 } }, { clock });
    const first = running.controller.createVolume(creation);
    const second = running.controller.createVolume(creation);
    const text = 'Aborted: Create volume request for pvc-1 is already in progress';
    expect(await refusal(Promise.race([second, first]))).to.equal(text);
    await clock.advance(4_999);
    expect(running.cloud.disks.list()).to.have.length(0);
    await clock.advance(1);
    expect((await first).volume?.volumeId).to.match(/^vol-0[0-9a-f]{16}$/);
  });

  it('opens a socket once for a machine, and none for a machine that is not there', async () => {
    await using running = await driverUnderTest(ebs);
    const [one, other] = [await running.node('node1'), await running.node('node2')];
    expect((await one.nodeGetInfo({})).nodeId).not.to.equal((await other.nodeGetInfo({})).nodeId);
    expect(await refusal(running.node('node3'))).to.equal('the cloud has no machine node3');
    const { id } = running.cloud.machines.add({ name: 'node3' });
    expect((await (await running.node('node3')).nodeGetInfo({})).nodeId).to.equal(id);
    running.cloud.machines.remove('node1');
    expect(await refusal(one.nodeGetInfo({}))).to.equal('Unknown: the cloud has no machine node1');
  });

  it('leaves no socket open that was requested just before the stop', async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), 'plimsoll-csi-'));
    const cloud = simulatedCloud({ clock: clockAt(1), topology: twoMachines(sanitySettings('ebs')) });
    const driver = await startDriver(ebs, { cloud, directory: directory.path });
    const refused = refusal(driver.nodeSocket('node1'));
    await driver[Symbol.asyncDispose]();
    expect(await refused).to.equal('ebs.csi.aws.com was stopped');
    expect(await readdir(directory.path)).to.deep.equal([]);
  });

  it('refuses a path that is too long for a socket', async () => {
    const directory = join('/tmp', 'x'.repeat(100));
    const starting = startDriver(ebs, { cloud: simulatedCloud({ clock: clockAt(1) }), directory });
    expect(await refusal(starting)).to.match(/^expected a path of at most 107 bytes, not 114: \/tmp\/x+\/ebs\.sock$/);
  });
});
