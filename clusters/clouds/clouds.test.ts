import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { clouds, drivers, knownComponents } from './clouds.ts';

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
