import { readFile } from 'node:fs/promises';
import type { Clock } from '../../harness/clock.ts';
import type { Component } from './processes/component.ts';
import { lineThatMatters } from './processes/failure.ts';

interface KeepRunningOptions {
  /** For messages: `csi-provisioner of ebs.csi.aws.com`. */
  readonly title: string;
  readonly launch: () => Promise<Component>;
  readonly clock: Clock;
  /** Called with the reason each time that it ends, or does not start. */
  readonly problem: (message: string) => void;
  readonly signal: AbortSignal;
}

const firstPause = 10_000;
const longestPause = 300_000;

/**
 * Restarts a process whenever it ends, until the signal is aborted, which kills it. It backs off like the kubelet: not
 * at all, then 10 s doubling to 5 min, and from the beginning after ten minutes of running.
 */
export async function keepRunning({ title, launch, clock, problem, signal }: KeepRunningOptions): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<string>();
  signal.addEventListener('abort', () => resolve('was stopped'), { once: true });
  for (let pause = 0; !signal.aborted; ) {
    const began = clock.elapsed();
    const how = await run(launch, aborted);
    if (signal.aborted) return;
    if (clock.elapsed() - began > 2 * longestPause) pause = 0;
    problem(`${title} ${how}; restarting ${pause === 0 ? 'immediately' : `in ${pause / 1000} s`}`);
    await clock.sleep(pause, signal).catch(() => undefined); // aborted: there is nothing to do any more
    pause = pause === 0 ? firstPause : Math.min(pause * 2, longestPause);
  }
}

/** Resolves with how the process ended, in words; kills it when `aborted` resolves first. */
async function run(launch: () => Promise<Component>, aborted: Promise<string>): Promise<string> {
  const component = await launch().catch((error: Error) => error);
  if (component instanceof Error) return `could not be started: ${component.message}`;
  await using running = component;
  const how = await Promise.race([running.ended, aborted]);
  const line = lineThatMatters(await readFile(running.log, 'utf8').catch(() => ''));
  return line ? `${how}: ${line}` : how;
}
