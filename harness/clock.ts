import { setTimeout as sleep } from 'node:timers/promises';

/** The one source of time of simulated components, so that a five-minute back-off can be tested in milliseconds. */
export interface Clock {
  /** The time that simulated components write into status and events. */
  now(): Date;
  /** Milliseconds since an arbitrary moment; never decreases. */
  elapsed(): number;
  /** Resolves after `ms` of the clock's milliseconds; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Runs `pace` times as fast as the wall clock: a component that polls every 5 s does so every 0.5 s at pace 10. */
export function clockAt(pace: number): Clock {
  return {
    now: () => new Date(),
    elapsed: () => performance.now() * pace,
    sleep: (ms, signal) => sleep(ms / pace, undefined, signal ? { signal } : {}),
  };
}

/**
 * The highest pace of the controller manager's grace period: a busy machine may keep simulated kubelets from their
 * heartbeats for seconds.
 */
export const longestMonitorPace = 12;
