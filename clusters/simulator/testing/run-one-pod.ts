import { setImmediate as settled } from 'node:timers/promises';
import type { ConfigMap, PodSpec, Secret } from '../../../harness/kubernetes.ts';
import { type ManualClock, manualClock } from '../../../harness/testing/manual-clock.ts';
import { nodeDrivers } from '../machine/csi-drivers.ts';
import { nodeVolumes } from '../machine/node-volumes.ts';
import { podLog } from '../machine/pod-logs.ts';
import { runPod } from '../machine/run-pod.ts';
import { type ContainerState, runningPod } from '../machine/running-pod.ts';
import { fakeDriver } from './fake-driver.ts';
import { storage } from './pod-storage.ts';
import { testRuntime } from './test-runtime.ts';

/** Runs one pod on one node; `states` are those that its container `c` was in, each once in a row. */
export async function running(spec: PodSpec, disks?: { readonly fsGroupPolicy: string }) {
  const clock: ManualClock = manualClock();
  const stored = storage(clock);
  const { lookups } = stored;
  const [configMaps, secrets] = [
    new Map<string, ConfigMap>(lookups.configMaps),
    new Map<string, Secret>(lookups.secrets),
  ];
  const metadata = { name: 'web', namespace: 'shop', uid: 'u' };
  const state = runningPod({ metadata, spec }, { hostIP: '10.224.0.4', now: clock.now() });
  const events: string[] = [];
  const states: string[] = [];
  const stop = new AbortController();
  const runtime = testRuntime(clock, {
    stored,
    ...(disks && { volumes: diskVolumes(stored, disks.fsGroupPolicy) }),
    lookups: { ...lookups, configMaps, secrets },
    events: {
      record: (_: object, { reason, message }: { reason: string; message: string }) =>
        void events.push(`${reason}: ${message}`),
    },
    changed() {
      const [run] = state.containers;
      const inWords = run ? stateInWords(run.state) : '';
      if (states.at(-1) !== inWords) states.push(inWords);
    },
  });
  const done = runPod(state, runtime, stop.signal);
  await settled();
  return {
    clock,
    events,
    states,
    state,
    done,
    configMaps,
    secrets,
    stop: () => stop.abort(),
    log(previous: boolean) {
      const found = podLog(
        new Map([['shop/web', state]]),
        { namespace: 'shop', pod: 'web', container: 'c', previous },
        clock,
      );
      return 'status' in found ? found : Array.fromAsync(found.read()).then((lines) => lines.join(''));
    },
  };
}

function stateInWords(state: ContainerState): string {
  if (state.kind === 'running') return 'running';
  if (state.kind === 'terminated') return `terminated ${state.exitCode}`;
  return ['waiting', state.reason, state.message].filter(Boolean).join(' ');
}

const driver = 'file.csi.azure.com';

/** Volumes of disks whose root is root's alone, under the driver's name that the stored volumes have. */
function diskVolumes({ cloud, lookups, objects }: ReturnType<typeof storage>, fsGroupPolicy: string) {
  objects.drivers.set(driver, {
    spec: { attachRequired: false, fsGroupPolicy, volumeLifecycleModes: ['Persistent'] },
  });
  const mounts = cloud.mounts('node-1');
  const drivers = nodeDrivers(
    'node-1',
    () => new Map([[driver, { nodeSocket: async () => '' }]]),
    () => fakeDriver({ mounts }),
  );
  const inUse = { add: async () => undefined, remove: async () => undefined, report: async () => undefined };
  return nodeVolumes({ node: 'node-1', clock: cloud.clock, fetch: lookups.fetch, drivers, inUse, mounts });
}
