import { expect } from 'chai';
import { resources } from '../../../../harness/api/resources.ts';
import type { Profile } from '../profile.ts';
import { profiles } from '../profiles.ts';
import { virtualNode } from '../testing/virtual-node.ts';

const volumeAttributes = { shareName: 'share', secretName: 'storage' };
const spec = { volumes: [{ name: 'data', csi: { driver: 'file.csi.azure.com', volumeAttributes } }] };
const message = 'the secret storage for AzureFile CSI driver data is not found';

describe('a Pod whose Secret comes late', () => {
  for (const name of ['aks-1.4.8', 'aks-1.6'] as const) {
    it(`is created and stays refused in ${name}`, async () => {
      const { status, events, group } = await withLateSecret(profiles[name]);
      expect(status).to.deep.equal({
        phase: 'Pending',
        reason: 'ProviderFailed',
        message,
        conditions: [{ type: 'PodScheduled', status: 'True' }],
        qosClass: 'BestEffort',
      });
      expect(events[0]).to.match(/^ProviderCreateFailed x\d+: the secret/);
      expect(events[1]).to.equal('ProviderCreateSuccess x1: Create pod in provider successfully');
      expect(group?.state).to.equal('Running');
    });
  }

  it('runs where a success heals', async () => {
    const { status } = await withLateSecret({ ...profiles['aks-1.6'], healsRefused: true });
    expect(status).to.include({ phase: 'Running' }).and.not.to.have.property('reason');
  });
});

async function withLateSecret(profile: Profile) {
  using node = await virtualNode(profile);
  await node.bind({ spec });
  await node.clock.advance(15_000);
  await node.api.create(resources.Secret, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'storage', namespace: 'default' },
  });
  await node.clock.advance(60_000);
  return { status: node.pod()?.status, events: node.events(), group: node.groups.get('default-web') };
}
