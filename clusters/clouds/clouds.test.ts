import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { aws } from './aws/cloud.ts';
import { azure } from './azure/cloud.ts';
import { azureStackHci } from './azure-stack-hci/cloud.ts';
import type { Cloud } from './cloud.ts';
import { clouds, drivers, knownComponents } from './clouds.ts';
import { nifcloud } from './nifcloud/cloud.ts';

const here = new URL('.', import.meta.url);

describe('clouds', () => {
  it('have a folder and a name each', () => {
    const folders = readdirSync(here, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? one.name : []));
    expect(clouds.map(({ name }) => name)).to.deep.equal(folders.filter((name) => name !== 'testing').toSorted());
  });

  for (const { name, topologies } of clouds)
    it(`${name} lists the topologies in its folder`, () => {
      const files = readdirSync(new URL(`${name}/`, here)).filter((file) => file.endsWith('.yaml'));
      expect(topologies.map((topology) => `${topology}.yaml`)).to.have.members(files);
    });

  it('share no name of a driver or component', () => {
    const definitions = clouds.flatMap((cloud) => cloud.drivers.map(({ releases }) => Object.values(releases)[0]));
    expect(drivers.size).to.equal(definitions.length);
    const components = definitions.map((definition) => definition?.component ?? '');
    expect(new Set(components).size).to.equal(definitions.length);
    expect(knownComponents).to.include.keys(components);
  });
});

describe('identify', () => {
  const identities: readonly (readonly [Cloud, string, string | undefined, RegExp, RegExp])[] = [
    [aws, 'worker1', 'r-1a', /^i-0[0-9a-f]{16}$/, /^aws:\/\/\/r-1a\/i-0[0-9a-f]{16}$/],
    [nifcloud, 'node111', 'east-11', /^i-[0-9a-f]{8}$/, /^nifcloud:\/\/\/east-11\/i-[0-9a-f]{8}$/],
    [azureStackHci, 'moc-l1', undefined, /^moc-l1$/, /^moc:\/\/moc-l1$/],
    [
      azure,
      'vm1',
      undefined,
      /^vm1$/,
      /^azure:\/\/\/subscriptions\/[-0]+\/resourceGroups\/mc_[\w-]+\/.*\/virtualMachines\/vm1$/,
    ],
    [azure, 'p-vmss00000a', undefined, /^p-vmss00000a$/, /virtualMachineScaleSets\/p-vmss\/virtualMachines\/10$/],
  ];
  for (const [cloud, name, zone, id, providerID] of identities)
    it(`of ${cloud.name} names ${name} alike in every run`, () => {
      const place = { region: 'r-1', ...(zone !== undefined && { zone }) };
      const identity = cloud.identify(name, place);
      expect(identity.id).to.match(id);
      expect(identity.providerID).to.match(providerID);
      expect(cloud.identify(name, place)).to.deep.equal(identity);
    });
});
