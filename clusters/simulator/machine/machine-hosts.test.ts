import { expect } from 'chai';
import type { ApiClient } from '../../../harness/api/client.ts';
import { manualClock } from '../../../harness/testing/manual-clock.ts';
import { simulatedCloud } from '../cloud/cloud.ts';
import { booted, type Shared } from './node-runtime.ts';

describe('booted', () => {
  it('asks the API server for nothing while it is cut off', async () => {
    const asked: string[] = [];
    const clock = manualClock();
    const get = async (_: unknown, { name }: { name?: string }) => void asked.push(name ?? '');
    const shared = {
      api: { get } as unknown as ApiClient,
      storage: { cloud: simulatedCloud({ clock }), lookups: {} },
      status: { changed: () => undefined },
      endpoints: () => new Map(),
    } as unknown as Shared;
    const node = booted({ name: 'vm-0', address: '10.0.0.1' }, shared);
    node.isSilent = true;
    const found = node.host.lookups.fetch.volume('data');
    await clock.advance(5_000);
    expect(asked).to.deep.equal([]);
    node.isSilent = false;
    await clock.advance(1_000);
    await found;
    expect(asked).to.deep.equal(['data']);
    await node.close();
  });
});
