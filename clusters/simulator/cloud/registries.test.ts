import { expect } from 'chai';
import { simulatedRegistries } from './registries.ts';

const forServer = (server: string, auth: object = { auth: 'dTpw' }) => JSON.stringify({ auths: { [server]: auth } });

describe('simulatedRegistries', () => {
  const table: readonly (readonly [image: string, configs: readonly string[], allowed: boolean])[] = [
    ['nginx', [], true],
    ['library/nginx:1.20', [], true],
    ['mcr.microsoft.com/azuredocs/aci-helloworld', [], true],
    ['plimsoll.azurecr.io/web:1', [], false],
    ['plimsoll.azurecr.io/web:1', [forServer('plimsoll.azurecr.io')], true],
    ['plimsoll.azurecr.io/web:1', [forServer('https://plimsoll.azurecr.io/v1/')], true],
    ['plimsoll.azurecr.io/web:1', [forServer('plimsoll.azurecr.io', { username: 'u', password: 'p' })], true],
    ['plimsoll.azurecr.io/web:1', [forServer('plimsoll.azurecr.io', {})], false],
    ['plimsoll.azurecr.io/web:1', [forServer('other.azurecr.io')], false],
    ['plimsoll.azurecr.io/web:1', ['no JSON', forServer('plimsoll.azurecr.io')], true],
    ['plimsoll.azurecr.io.example.com/web', [], true],
  ];
  for (const [image, configs, allowed] of table) {
    it(`${allowed ? 'gives' : 'refuses'} ${image} to ${configs.join(' and ') || 'anybody'}`, () => {
      expect(simulatedRegistries('.azurecr.io').mayPull(image, configs)).to.equal(allowed);
    });
  }
});
