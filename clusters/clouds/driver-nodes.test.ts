import { expect } from 'chai';
import type { DriverDefinition } from '../simulator/csi/definition.ts';
import type { Topology } from '../topology/topology.ts';
import { ebs, ebs132 } from './aws/ebs.ts';
import { efs, efs21 } from './aws/efs.ts';
import { azuredisk } from './azure/azuredisk.ts';
import { azurefile } from './azure/azurefile.ts';
import { akshci } from './azure-stack-hci/akshci.ts';
import { nifcloud } from './nifcloud/nifcloud.ts';
import { sanitySettings, twoMachines } from './sanity-settings.ts';
import { driverUnderTest, many, once, refusal } from './testing/running-driver.ts';

const zone = 'ap-northeast-1a';
const ebsSegments = {
  'topology.ebs.csi.aws.com/zone': zone,
  'topology.kubernetes.io/zone': zone,
  'kubernetes.io/os': 'linux',
};
const instance = /^i-0[0-9a-f]{16}$/;

const nodes: readonly (readonly [DriverDefinition, RegExp, number, object | null])[] = [
  [ebs, instance, 26, ebsSegments],
  [ebs132, instance, 26, ebsSegments],
  [efs, instance, 0, { 'topology.kubernetes.io/zone': zone }],
  [efs21, instance, 0, null],
  [azuredisk, /^node1$/, 8, { 'topology.disk.csi.azure.com/zone': '' }],
  [azurefile, /^node1$/, 0, null],
  [akshci, /^node1$/, 0, null],
  [nifcloud, /^node1$/, 14, { 'topology.additional-storage.csi.nifcloud.com/zone': 'east-11' }],
];

const own = (definition: DriverDefinition, change: Partial<Topology['machines'][number]>): Topology => {
  const topology = twoMachines(sanitySettings(definition.short));
  return { ...topology, machines: topology.machines.map((machine) => ({ ...machine, ...change })) };
};

describe('nodes', () => {
  for (const [definition, id, limit, segments] of nodes) {
    it(`of ${definition.short} ${definition.version} report their id and their topology`, async () => {
      await using running = await driverUnderTest(definition);
      const info = await (await running.node('node1')).nodeGetInfo({});
      expect(info.nodeId).to.match(id);
      expect(info.maxVolumesPerNode).to.equal(limit);
      expect(info.accessibleTopology?.segments ?? null).to.deep.equal(segments);
    });
  }

  it('of Xen instances take 39 volumes of EBS', async () => {
    await using running = await driverUnderTest(ebs, { topology: own(ebs, { instanceType: 't2.large' }) });
    expect((await (await running.node('node1')).nodeGetInfo({})).maxVolumesPerNode).to.equal(39);
  });

  it('of Azure that are in a zone have the well-known label too', async () => {
    const topology = own(azuredisk, { zone: 'local-2' });
    await using running = await driverUnderTest(azuredisk, { topology: { ...topology, zones: ['local-2'] } });
    const { accessibleTopology } = await (await running.node('node1')).nodeGetInfo({});
    expect(accessibleTopology?.segments).to.deep.equal({
      'topology.disk.csi.azure.com/zone': 'local-2',
      'topology.kubernetes.io/zone': 'local-2',
    });
  });
});

type Attachment = readonly [definition: DriverDefinition, reason: string, text: RegExp];

const limited = { ebs: 1, nifcloud: 1, azuredisk: 1 } as const;
const attachments: readonly Attachment[] = [
  [ebs, 'another machine', /^Internal: Could not attach volume "vol-\w+" to node "i-\w+": could not attach volume/],
  [ebs, 'one too many', /^ResourceExhausted: Attachment limit exceeded for volume "vol-\w+" on node "i-\w+": /],
  [ebs132, 'one too many', /^Internal: Could not attach volume "vol-\w+" to node "i-\w+": /],
  [ebs, 'no machine', /^NotFound: Volume "vol-\w+" not found$/],
  [
    nifcloud,
    'another machine',
    /^Internal: Could not attach volume "vol-\w+" to node "node2": could not fetch the device name/,
  ],
  [nifcloud, 'one too many', /^Internal: Could not attach volume "vol-\w+" to node "node1": could not attach volume/],
  [nifcloud, 'no machine', /^NotFound: Instance "absent" not found$/],
  [azuredisk, 'another machine', /^Internal: Attach volume \/sub\S+pvc-1 to instance node2 failed with /],
  [azuredisk, 'one too many', /^Internal: Attach volume \/sub\S+pvc-2 to instance node1 failed with /],
  [azuredisk, 'no machine', /^NotFound: failed to get azure instance id for node "absent" \(instance not found\)$/],
];

describe('ControllerPublishVolume refuses', () => {
  for (const [definition, reason, text] of attachments) {
    it(`${reason}, in the words of ${definition.short} ${definition.version}`, async () => {
      const zones = sanitySettings(definition.short).cloud.sanity.zones.slice(0, 1);
      const topology = own(definition, { attachments: limited, ...(zones[0] && { zone: zones[0] }) });
      await using running = await driverUnderTest(definition, { topology });
      const idOf = async (machine: string) => (await (await running.node(machine)).nodeGetInfo({})).nodeId;
      const publish = async (name: string, nodeId: string) => {
        const { volume } = await running.controller.createVolume({ name, volumeCapabilities: [once] });
        const volumeId = volume?.volumeId ?? '';
        return running.controller.controllerPublishVolume({ volumeId, nodeId, volumeCapability: once });
      };
      await publish('pvc-1', await idOf('node1'));
      const refused = {
        'another machine': async () => publish('pvc-1', await idOf('node2')),
        'one too many': async () => publish('pvc-2', await idOf('node1')),
        'no machine': () => publish('pvc-1', 'absent'),
      }[reason];
      expect(await refusal(refused?.() ?? Promise.resolve())).to.match(text);
    });
  }

  it('RWX for a disk', async () => {
    await using running = await driverUnderTest(ebs);
    const call = running.controller.controllerPublishVolume({ volumeId: 'v', nodeId: 'i', volumeCapability: many });
    expect(await refusal(call)).to.equal('InvalidArgument: Volume capability not supported');
  });
});
