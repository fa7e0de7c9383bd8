import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiClient } from '../../harness/api/client.ts';
import { type Clock, clockAt } from '../../harness/clock.ts';
import { type Sidecar, type Sidecars, sidecars } from './binaries/versions.ts';
import { keepRunning } from './keep-running.ts';
import { type Component, startComponent } from './processes/component.ts';
import { asArguments, paced, unlimitedRequests } from './processes/flags.ts';
import { watchNeeds } from './sidecar-needs.ts';
import { openStateDirectory, type StateDirectory } from './state/state-directory.ts';

export type FindSidecars = (options: {
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}) => Promise<Sidecars>;

/** Flags of a sidecar as a driver's own manifests write them, without the leading dashes. */
type SidecarFlags = Readonly<Record<string, string | number | boolean>>;

interface SidecarsOptions {
  readonly api: ApiClient;
  /** Path of a file. */
  readonly kubeconfig: string;
  readonly driver: {
    /** Path of the unix socket of Identity and Controller. */
    readonly controllerSocket: string;
    readonly definition: {
      readonly name: string;
      /** Of the driver's own manifests, which have all three or fewer. */
      readonly sidecars: Partial<Record<'provisioner' | 'attacher' | 'resizer', SidecarFlags>>;
    };
  };
  readonly find: FindSidecars;
  readonly pace: number;
  /** Directory for `<sidecar>.<driver>.log`; made when it does not exist. */
  readonly logs: string;
  /** Called when a sidecar cannot be started, or has ended and is restarted. */
  readonly problem: (message: string) => void;
  readonly clock?: Clock;
}

/** Settings of Go: a sidecar needs little memory, and later garbage collection saves a third of its CPU time. */
const memory = { GOGC: '400', GOMEMLIMIT: '256MiB' };

/** Starts each real sidecar of a driver when an object first needs it, and keeps it running; disposing kills them. */
export function sidecarsOnDemand(options: SidecarsOptions): AsyncDisposable {
  const { api, driver, find, pace, problem, clock = clockAt(pace) } = options;
  const { name, sidecars: wanted } = driver.definition;
  const flagsOf = (sidecar: Sidecar) => wanted[sidecar.replace('csi-', '') as keyof typeof wanted];
  const stop = new AbortController();
  const { signal } = stop;
  const kept: Promise<void>[] = [];
  let state: Promise<StateDirectory> | undefined;

  async function launch(sidecar: Sidecar): Promise<Component> {
    const { paths } = await find({ progress: () => undefined, signal });
    // Made with the first process: an unused driver needs no directory. A failure is retried at the next start.
    state ??= openStateDirectory().catch((error: unknown) => {
      state = undefined;
      throw error;
    });
    const { path: directory, mark } = await state;
    await mkdir(options.logs, { recursive: true });
    signal.throwIfAborted();
    return startComponent({
      name: sidecar,
      program: paths[sidecar],
      args: sidecarArguments(sidecar, flagsOf(sidecar) ?? {}, { ...options, socket: driver.controllerSocket }),
      directory,
      environment: { ...memory, ...mark },
      log: join(options.logs, `${sidecar}.${name}.log`),
    });
  }

  const needs = watchNeeds(api, name, sidecars.filter(flagsOf), (sidecar) => {
    const title = `${sidecar} of ${name}`;
    kept.push(keepRunning({ title, launch: () => launch(sidecar), clock, problem, signal }));
  });

  return {
    async [Symbol.asyncDispose]() {
      needs[Symbol.dispose]();
      stop.abort();
      await Promise.all(kept);
      const opened = await state?.catch(() => undefined); // a failure was reported as a problem
      await opened?.[Symbol.asyncDispose]();
    },
  };
}

/** Waits that the pace divides, by default as in cmd/ of the repositories; `--timeout` stays: drivers are as slow. */
const waits: Readonly<Record<Sidecar, Readonly<Record<string, string>>>> = {
  'csi-provisioner': { 'retry-interval-start': '1s', 'retry-interval-max': '5m', 'capacity-poll-interval': '1m' },
  'csi-attacher': { 'retry-interval-start': '1s', 'retry-interval-max': '5m', resync: '10m', 'reconcile-sync': '1m' },
  'csi-resizer': { 'retry-interval-start': '1s', 'retry-interval-max': '5m', 'resync-period': '10m' },
};

/** The driver's own flags, except for its place: one instance next to the API server, unlimited, without metrics. */
export function sidecarArguments(
  sidecar: Sidecar,
  flags: SidecarFlags,
  { socket, kubeconfig, pace }: Pick<SidecarsOptions, 'kubeconfig' | 'pace'> & { readonly socket: string },
): readonly string[] {
  const { 'http-endpoint': _endpoint, 'metrics-address': _metrics, ...own } = flags;
  const divided = Object.entries(waits[sidecar]).flatMap(([name, byDefault]) => {
    const wait = paced(secondsOf(String(own[name] ?? byDefault)), pace);
    return wait ? [[name, wait] as const] : [];
  });
  return asArguments({
    ...own,
    ...Object.fromEntries(divided),
    'csi-address': socket,
    kubeconfig,
    'leader-election': false,
    'kube-api-qps': unlimitedRequests,
    'kube-api-burst': unlimitedRequests,
  });
}

const inSeconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** Seconds of a duration as Go writes it, `1m30s`: time.ParseDuration. Throws for every other text. */
export function secondsOf(duration: string): number {
  if (duration === '0') return 0;
  const parts = [...duration.matchAll(/([\d.]+)(h|ms|m|us|µs|ns|s)/g)];
  if (duration === '' || parts.map(([part]) => part).join('') !== duration) {
    throw new Error(`a duration such as 1m30s was expected, it is ${JSON.stringify(duration)}`);
  }
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (inSeconds[unit ?? ''] ?? Number.NaN), 0);
}
