import { type ContainerScope, containerEvent, inKubeletsWords } from './host.ts';
import type { ContainerRun, Terminated } from './running-pod.ts';

const firstPause = 10_000;
const longestPause = 300_000;
/** The pod is looked at again, and the event is repeated, about this often while it waits. */
const syncPeriod = 12_000;

/**
 * How long a container that has ended waits for its next start: not at all, then 10 s doubling to 5 min, and from the
 * beginning after ten minutes without: doBackOff in pkg/kubelet/kuberuntime/kuberuntime_manager.go.
 */
export function restartBackOff(run: ContainerRun, scope: ContainerScope): (end: Terminated) => Promise<void> {
  const { running, host, signal } = scope;
  const { name } = run.spec;
  let pause = 0;
  let steppedAt = Number.NEGATIVE_INFINITY;

  return async (end) => {
    const endedAt = Date.parse(end.finishedAt);
    if (endedAt - steppedAt > 2 * longestPause) pause = 0;
    let left = pause - (host.clock.now().getTime() - endedAt);
    if (left > 0) {
      const message = `back-off ${inGoWords(pause)} restarting failed container=${name} pod=${inKubeletsWords(running)}`;
      run.lastState = end;
      run.state = { kind: 'waiting', reason: 'CrashLoopBackOff', message };
      host.changed(running);
    }
    for (; left > 0; left -= syncPeriod) {
      const message = `Back-off restarting failed container ${name} in pod ${inKubeletsWords(running)}`;
      containerEvent(scope, name, { type: 'Warning', reason: 'BackOff', message });
      await host.clock.sleep(Math.min(left, syncPeriod), signal);
    }
    pause = pause === 0 ? firstPause : Math.min(pause * 2, longestPause);
    steppedAt = endedAt;
  };
}

/** 80000 ms as Go writes it: `1m20s`. */
function inGoWords(ms: number): string {
  const seconds = ms / 1000;
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
