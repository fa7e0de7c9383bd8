import { expect } from 'chai';
import type { Engine } from '../control-plane/docker/engine.ts';
import { errorOf } from '../testing/contract-objects.ts';
import { openEgress } from './egress.ts';

/** An engine that is asked about its network only. */
const answering = (inspect: () => Promise<object>) =>
  ({ getNetwork: () => ({ inspect }) }) as unknown as Engine['docker'];
const failing = (statusCode: number) =>
  answering(() => Promise.reject(Object.assign(new Error('network bridge not found'), { statusCode })));

describe('openEgress', () => {
  for (const [what, docker] of Object.entries({
    'has no network called bridge': failing(404),
    'is on another machine, virtual or not': answering(async () => ({
      IPAM: { Config: [{ Subnet: '192.0.2.0/24', Gateway: '192.0.2.1' }] },
    })),
    'lists no addresses': answering(async () => ({})),
  })) {
    it(`opens a proxy for an engine that ${what}`, async () => {
      await using egress = await openEgress(docker, () => false);
      expect(JSON.stringify(egress.selection)).to.match(/https:\/\/host\.docker\.internal:\d+/);
    });
  }

  it('does not take an engine that fails for one without the network', async () => {
    expect(await errorOf(openEgress(failing(500), () => false))).to.have.property('statusCode', 500);
  });
});
