import { expect } from 'chai';
import { resources } from '../../../harness/api/resources.ts';
import { manualClock } from '../../../harness/testing/manual-clock.ts';
import { memoryApi } from '../testing/memory-api.ts';
import { storage } from '../testing/pod-storage.ts';
import { testRuntime } from '../testing/test-runtime.ts';
import { runningPod } from './running-pod.ts';
import { followExpansions } from './volume-expansion.ts';

const waiting = {
  metadata: { name: 'provisioned', namespace: 'shop' },
  spec: { volumeName: 'pvc-1' },
  status: { phase: 'Bound', conditions: [{ type: 'FileSystemResizePending', status: 'True' }] },
};

describe('followExpansions', () => {
  it('lets a file system grow when a pod mounts it, however late that is', async () => {
    const clock = manualClock();
    const api = memoryApi(clock);
    const stored = storage(clock);
    const grown: string[] = [];
    const volumes = {
      mount: () => Promise.reject(new Error('not mounted here')),
      unmount: async () => undefined,
      report: async () => undefined,
      expand: async ({ name }: { readonly name: string }, _: unknown, size: string) =>
        void grown.push(`${name} ${size}`),
    };
    const runtime = testRuntime(clock, { stored, volumes });
    const pods = new Map<string, ReturnType<typeof runningPod>>();
    const stop = new AbortController();
    using _following = followExpansions({ api, pods, runtimeOf: () => runtime, clock, signal: stop.signal });
    await api.create(resources.PersistentVolumeClaim, waiting, { namespace: 'shop' });
    await clock.advance(60_000);
    expect(grown).to.deep.equal([]);

    const web = runningPod(pod, { hostIP: runtime.address, now: clock.now() });
    web.hasSandbox = true;
    pods.set('shop/web', web);
    stored.objects.volumes.set('pvc-1', {
      spec: { capacity: { storage: '2Gi' }, csi: { driver: 'file.csi.azure.com', volumeHandle: 'id' } },
    });
    await clock.advance(1_000);
    expect(grown).to.deep.equal(['pvc-1 2Gi']);
    const [claim] = api.all('persistentvolumeclaims');
    expect(claim?.status).to.deep.include({ capacity: { storage: '2Gi' }, conditions: [] });
    stop.abort();
  });
});

const pod = {
  metadata: { name: 'web', namespace: 'shop', uid: 'u' },
  spec: {
    nodeName: 'node-1',
    containers: [],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'provisioned' } }],
  },
};
