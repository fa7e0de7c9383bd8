import { setImmediate as settled } from 'node:timers/promises';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import type { ConfigMap, Secret } from '../lookups.ts';
import type { PodSpec } from '../pod.ts';
import { podLog } from '../pod-logs.ts';
import { runPod } from '../pod-runner.ts';
import { type ContainerState, runningPod } from '../running-pod.ts';
import { testHost } from './host.ts';
import { storage } from './storage.ts';

/** Runs one pod on one node; `states` are those that its container `c` was in, each once in a row. */
export async function running(spec: PodSpec) {
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
  const host = testHost(clock, {
    stored,
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
  const done = runPod(state, host, stop.signal);
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
      const found = podLog(new Map([['shop/web', state]]), { namespace: 'shop', pod: 'web', container: 'c', previous });
      return 'status' in found ? found : Array.fromAsync(found.read()).then((lines) => lines.join(''));
    },
  };
}

function stateInWords(state: ContainerState): string {
  if (state.kind === 'running') return 'running';
  if (state.kind === 'terminated') return `terminated ${state.exitCode}`;
  return ['waiting', state.reason, state.message].filter(Boolean).join(' ');
}
