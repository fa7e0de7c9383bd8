import { expect } from 'chai';
import { BadInputError } from '../../../harness/errors.ts';
import { registryAddress } from './registry-address.ts';

describe('registryAddress', () => {
  const cases = [
    { setting: undefined, api: 'https://registry.k8s.io/v2/', name: 'registry.k8s.io' },
    { setting: 'mirror.example', api: 'https://mirror.example/v2/', name: 'mirror.example' },
    {
      setting: 'mirror.example:5000/k8s/',
      api: 'https://mirror.example:5000/v2/k8s/',
      name: 'mirror.example:5000/k8s',
    },
    { setting: 'http://localhost:5000', api: 'http://localhost:5000/v2/', name: 'localhost:5000' },
    { setting: 'https://mirror.example/v2/k8s', api: 'https://mirror.example/v2/k8s/', name: 'mirror.example/k8s' },
  ];
  for (const { setting, api, name } of cases) {
    it(`understands ${setting ?? 'that nothing is set'}`, () => {
      const address = registryAddress(setting);
      expect({ api: address.api.href, name: address.name }).to.deep.equal({ api, name });
    });
  }

  it('keeps user and password out of the address and its name', () => {
    const address = registryAddress('https://me:p%40ss@mirror.example/k8s');
    expect(address.name + address.api.href).not.to.match(/me:|p%40ss|p@ss/);
    expect(address.basic).to.equal(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });

  for (const setting of [
    'ftp://mirror.example',
    'https://',
    'mirror.example?x=1',
    'http://me:secret@host:port',
    'https://me:secret%@host',
  ]) {
    it(`refuses ${setting}, and does not repeat a password`, () => {
      expect(() => registryAddress(setting)).to.throw(
        BadInputError,
        /^the registry .* is no address: .* was expected$/,
      );
      expect(() => registryAddress(setting)).not.to.throw(/secret/);
    });
  }
});
