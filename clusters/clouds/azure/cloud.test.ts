import { expect } from 'chai';
import { describeIdentities } from '../testing/describe-identities.ts';
import { topologyInWords } from '../testing/topology-in-words.ts';
import { azure } from './cloud.ts';

describe('the topology aks-virtual-node', () => {
  it('has the machines of its document', async () => {
    expect(await topologyInWords('aks-virtual-node')).to.deep.equal([
      'westeurope',
      'azurefile azuredisk',
      'aks-agentpool-19611256-vmss000000',
      'aks-agentpool-19611256-vmss000001',
    ]);
  });
});

describeIdentities(azure, [
  [
    'vm1',
    undefined,
    /^vm1$/,
    /^azure:\/\/\/subscriptions\/[-0]+\/resourceGroups\/mc_[\w-]+\/.*\/virtualMachines\/vm1$/,
  ],
  ['p-vmss00000a', undefined, /^p-vmss00000a$/, /virtualMachineScaleSets\/p-vmss\/virtualMachines\/10$/],
]);
