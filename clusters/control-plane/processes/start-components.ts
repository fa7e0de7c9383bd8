import { apiClient } from '../../../harness/api/client.ts';
import type { ControlPlaneBinary } from '../binaries/programs.ts';
import type { Connections } from '../credentials/credentials.ts';
import type { Component } from './component.ts';
import { inTime } from './failure.ts';
import { apiServerFlags, apiServerMemory, controllerManagerFlags, type Flags, schedulerFlags } from './flags.ts';
import type { Ports } from './ports.ts';
import { longInterval, untilHealthy, untilPodsCanBeCreated } from './readiness.ts';

interface ComponentsToStart<C> {
  launch(name: ControlPlaneBinary, flags: Flags, environment?: Readonly<Record<string, string>>): C | Promise<C>;
  /** Stops and continues a process; absent where that cannot be done. */
  readonly kill?: (component: C, signal: 'SIGSTOP' | 'SIGCONT') => void;
  readonly connections: Connections;
  readonly ports: Ports;
  /** Where the servers listen. */
  readonly host: string;
  readonly pace: number;
  readonly signal: AbortSignal;
}

/** Starts the three components of Kubernetes once etcd runs; resolves when pods can be created and scheduled. */
export async function startComponents<C extends Pick<Component, 'name' | 'log'>>(
  wanted: ComponentsToStart<C>,
): Promise<readonly C[]> {
  const { launch, kill, connections, ports, host, pace, signal } = wanted;
  const { admin } = connections;
  const server = { 'bind-address': host };
  const flags = { ...apiServerFlags({ port: ports.apiServer, pace }), ...server };
  const apiServer = await launch('kube-apiserver', flags, apiServerMemory);
  const launchManager = () => launch('kube-controller-manager', controllerManagerFlags({ pace }));

  // It loads while the API server does, but then repeats its requests after a second or more (WaitForAPIServer in
  // k8s.io/controller-manager/app). One that is stopped while it waits asks immediately when it is continued.
  const early = kill && (await launchManager());
  await inTime(apiServer, untilHealthy(admin, '/livez/ping', signal));
  if (early) kill(early, 'SIGSTOP');
  const controllerManager = early ?? (await launchManager());
  // The scheduler looks once for this API, and else writes events of the core API:
  // NewEventBroadcasterAdapterWithContext in k8s.io/client-go/tools/events.
  await inTime(apiServer, untilHealthy(connections.scheduler, '/apis/events.k8s.io/v1', signal));
  const scheduler = await launch('kube-scheduler', { ...schedulerFlags({ port: ports.scheduler }), ...server });
  await inTime(apiServer, untilHealthy(admin, '/readyz', signal, longInterval));
  if (early) kill(early, 'SIGCONT');

  const toScheduler = { ...admin, server: `https://127.0.0.1:${ports.scheduler}` };
  await using api = apiClient(admin);
  await Promise.all([
    inTime(controllerManager, untilPodsCanBeCreated(api, signal)),
    inTime(scheduler, untilHealthy(toScheduler, '/readyz', signal)),
  ]);
  return [apiServer, controllerManager, scheduler];
}
