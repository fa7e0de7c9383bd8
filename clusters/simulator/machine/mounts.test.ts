import { expect } from 'chai';
import { mountTables } from './mounts.ts';
import { memoryVolume } from './volume.ts';

describe('mountTables', () => {
  it('mounts one volume at two paths, read-only where it is asked for', () => {
    const table = mountTables()('node-1');
    const volume = memoryVolume();
    table.mount('/global', volume);
    table.bind('/global', '/pod', { readOnly: true });
    table.bind('/pod', '/pod2');
    expect(table.at('/global')).to.deep.equal({ volume, readOnly: false });
    expect(table.at('/pod')).to.deep.equal({ volume, readOnly: true });
    expect(table.at('/pod2')).to.deep.equal({ volume, readOnly: true });
    table.unmount('/global');
    table.unmount('/global');
    expect(table.at('/global')).to.equal(undefined);
    expect(table.paths()).to.deep.equal(['/pod', '/pod2']);
  });

  it('refuses to bind what is not mounted', () => {
    expect(() => mountTables()('node-1').bind('/a', '/b')).to.throw('expected a volume at /a to bind to /b');
  });

  it('keeps the machines apart', () => {
    const tables = mountTables();
    tables('one').mount('/a', memoryVolume());
    expect(tables('two').at('/a')).to.equal(undefined);
    expect(tables('one').at('/a')).not.to.equal(undefined);
  });
});
