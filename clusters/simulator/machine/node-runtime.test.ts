import { expect } from 'chai';
import type { ApiClient } from '../../../harness/api/client.ts';
import { manualClock } from '../../../harness/testing/manual-clock.ts';
import { simulatedCloud } from '../cloud/cloud.ts';
import { type NodeOptions, nodeRuntime } from './node-runtime.ts';

describe('nodeRuntime', () => {
  it('sends no request to the API server while it is cut off', async () => {
    const names: string[] = [];
    const clock = manualClock();
    const get = async (_: unknown, { name }: { name?: string }) => void names.push(name ?? '');
    const options = {
      api: { get } as unknown as ApiClient,
      cloud: simulatedCloud({ clock }),
      lookups: {},
      endpoints: () => new Map(),
    } as unknown as NodeOptions;
    const runtime = nodeRuntime({ name: 'vm-0', address: '10.0.0.1' }, options);
    runtime.setCutOff(true);
    const found = runtime.lookups.fetch.volume('data');
    await clock.advance(5_000);
    expect(names).to.deep.equal([]);
    runtime.setCutOff(false);
    await clock.advance(1_000);
    await found;
    expect(names).to.deep.equal(['data']);
    await runtime.close();
  });
});
