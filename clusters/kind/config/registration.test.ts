import { expect } from 'chai';
import { aws as awsCloud } from '../../clouds/aws/cloud.ts';
import { azure as azureCloud } from '../../clouds/azure/cloud.ts';
import { machineSpec } from '../../topology/testing/three-zones.ts';
import { registrationOf } from './registration.ts';

const azure = { topology: { cloud: azureCloud, region: 'westeurope' }, externalCloud: false } as const;
const aws = { topology: { cloud: awsCloud, region: 'r-1' }, externalCloud: true } as const;

describe('registrationOf', () => {
  it('leaves type and identity to the controller manager of a cloud that has one', () => {
    const { flags } = registrationOf(machineSpec('worker1', { zone: 'r-1a', labels: { tier: 'front' } }), aws);
    expect(flags).to.deep.equal({ 'cloud-provider': 'external', 'provider-id': null, 'node-labels': 'tier=front' });
  });

  it('sets type and identity without a cloud controller manager', () => {
    const { flags } = registrationOf(machineSpec('vm1', { instanceType: 'D4' }), azure);
    expect(flags).to.deep.equal({
      'cloud-provider': null,
      'provider-id':
        'azure:///subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mc_plimsoll_plimsoll_westeurope/providers/Microsoft.Compute/virtualMachines/vm1',
      'node-labels': 'beta.kubernetes.io/instance-type=D4,node.kubernetes.io/instance-type=D4',
    });
  });

  it('registers with the taints of the machine', () => {
    const taints = [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }];
    expect(registrationOf(machineSpec('vm1', { taints }), azure).taints).to.deep.equal(taints);
  });

  for (const { label, forKubelets } of [
    { label: 'agentpool', forKubelets: true },
    { label: 'example.com/pool', forKubelets: true },
    { label: 'kubernetes.azure.com/mode', forKubelets: true },
    { label: 'node.kubernetes.io/exclude-from-external-load-balancers', forKubelets: true },
    { label: 'x.kubelet.kubernetes.io/y', forKubelets: true },
    { label: 'topology.kubernetes.io/zone', forKubelets: true },
    { label: 'node-role.kubernetes.io/agent', forKubelets: false },
    { label: 'mine.k8s.io/pool', forKubelets: false },
    { label: 'kubernetes.io/pool', forKubelets: false },
  ])
    it(`lets ${forKubelets ? 'the kubelet' : 'another component'} give the label ${label}`, () => {
      const { flags, further } = registrationOf(machineSpec('vm1', { labels: { [label]: 'x' } }), aws);
      expect(flags['node-labels']).to.equal(forKubelets ? `${label}=x` : '');
      expect(further).to.deep.equal(forKubelets ? {} : { [label]: 'x' });
    });
});
