import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiClient } from '../../../../harness/api/client.ts';
import { type Clock, clockAt } from '../../../../harness/clock.ts';
import type { Sidecar } from '../../../control-plane/binaries/versions.ts';
import { type Component, startComponent } from '../../../control-plane/processes/component.ts';
import { openStateDirectory, type StateDirectory } from '../../../control-plane/state/state-directory.ts';
import { keepRunning } from './keep-running.ts';
import { type SidecarFlags, sidecarArguments } from './sidecar-arguments.ts';
import { watchNeeds } from './watch-needs.ts';

/** The real sidecars' programs, whichever driver they will serve. */
export interface Sidecars {
  /** Absolute paths. */
  readonly paths: Readonly<Record<Sidecar, string>>;
  /** Exact versions, without a leading `v`. */
  readonly versions: Readonly<Record<Sidecar, string>>;
}

export type FindSidecars = (options: {
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}) => Promise<Sidecars>;

/** What a sidecar must know of its driver. */
export interface SidecarDriver {
  /** Path of a unix socket where Identity and Controller answer. */
  readonly controllerSocket: string;
  readonly definition: {
    readonly name: string;
    /** The flags of the driver's own manifests; a driver without one of the three never has it. */
    readonly sidecars: {
      readonly provisioner?: SidecarFlags;
      readonly attacher?: SidecarFlags;
      readonly resizer?: SidecarFlags;
    };
  };
}

export interface SidecarsOptions {
  readonly api: ApiClient;
  /** Path of a file. */
  readonly kubeconfig: string;
  readonly driver: SidecarDriver;
  readonly find: FindSidecars;
  readonly pace: number;
  /** Directory for `<sidecar>.<driver>.log`; made when it does not exist. */
  readonly logs: string;
  /** Told when a sidecar cannot be started, or has ended and is started again. */
  readonly problem: (message: string) => void;
  readonly clock?: Clock;
}

/** A sidecar lives in less memory than its program takes: collecting garbage later saves a third of its CPU, and costs nothing. */
const memory = { GOGC: '400', GOMEMLIMIT: '256MiB' };

/** Starts each real sidecar of a driver when the first object needs it, and keeps it running; disposing it kills them. */
export function sidecarsOnDemand(options: SidecarsOptions): AsyncDisposable {
  const { api, driver, find, pace, problem, clock = clockAt(pace) } = options;
  const { name, sidecars } = driver.definition;
  const wanted = {
    'csi-provisioner': sidecars.provisioner,
    'csi-attacher': sidecars.attacher,
    'csi-resizer': sidecars.resizer,
  };
  const stop = new AbortController();
  const { signal } = stop;
  const kept: Promise<void>[] = [];
  let state: Promise<StateDirectory> | undefined;

  async function launch(sidecar: Sidecar, flags: SidecarFlags): Promise<Component> {
    const { paths } = await find({ progress: () => undefined, signal });
    // Made with the first process, so that a driver that nobody uses costs none at all.
    state ??= openStateDirectory().catch((error: unknown) => {
      state = undefined; // so that the next start tries again
      throw error;
    });
    const { path: directory, mark } = await state;
    await mkdir(options.logs, { recursive: true });
    signal.throwIfAborted();
    return startComponent({
      name: sidecar,
      program: paths[sidecar],
      args: sidecarArguments(sidecar, flags, { ...options, socket: driver.controllerSocket }),
      directory,
      environment: { ...memory, ...mark },
      log: join(options.logs, `${sidecar}.${name}.log`),
    });
  }

  const available = (Object.keys(wanted) as Sidecar[]).filter((sidecar) => wanted[sidecar]);
  const needs = watchNeeds(api, name, available, (sidecar) => {
    const title = `${sidecar} of ${name}`;
    kept.push(keepRunning({ title, launch: () => launch(sidecar, wanted[sidecar] ?? {}), clock, problem, signal }));
  });

  return {
    async [Symbol.asyncDispose]() {
      needs[Symbol.dispose]();
      stop.abort();
      await Promise.all(kept);
      const opened = await state?.catch(() => undefined); // that it could not be made was told as a problem
      await opened?.[Symbol.asyncDispose]();
    },
  };
}
