import type { SimulatedCloud } from '../cloud/cloud.ts';
import { type ContainerLog, containerLog } from '../logs.ts';
import { startContainer } from '../machine/containers.ts';
import { memoryVolume, type Volume } from '../machine/volume.ts';
import type {
  AciState,
  ContainerGroup,
  GroupContainer,
  GroupRequest,
  GroupVolume,
  InstanceView,
} from './container-group.ts';

/** A group that was accepted; disposing it ends its containers and releases its address. */
export interface RunningGroup extends Disposable {
  view(): ContainerGroup;
  log(container: string): ContainerLog | undefined;
}

interface GroupOptions {
  readonly id: string;
  readonly cloud: SimulatedCloud;
  readonly subnet: string;
  readonly startsWithin: number | undefined;
}

/** Runs init containers one after the other, then all containers together, as their restart policy says. */
export function runGroup(request: GroupRequest, { id, cloud, subnet, startsWithin }: GroupOptions): RunningGroup {
  const { name, tags, restartPolicy } = request;
  const stop = new AbortController();
  const members = new Map<string, ReturnType<typeof runMember>>();
  let provisioningState = 'Pending';
  let state: string | undefined;
  let ipAddress: string | undefined;

  async function run(latency: number): Promise<void> {
    await cloud.clock.sleep(latency, stop.signal);
    const address = cloud.network.allocate(subnet);
    ipAddress = address;
    provisioningState = 'Succeeded';
    state = 'Pending';
    const volumes = new Map(request.volumes.map((volume) => [volume.name, openVolume(volume, cloud)]));
    const begin = (container: GroupContainer, policy = restartPolicy) => {
      const options = { cloud, address, volumes, restartPolicy: policy, signal: stop.signal };
      const member = runMember(container, options);
      members.set(container.name, member);
      return member.exited;
    };

    for (const init of request.initContainers) {
      const code = await begin(init, restartPolicy === 'Never' ? 'Never' : 'OnFailure');
      if (stop.signal.aborted) return;
      if (code !== 0) {
        state = 'Failed';
        return;
      }
    }
    state = 'Running';
    const codes = await Promise.all(request.containers.map((container) => begin(container)));
    if (!stop.signal.aborted) state = codes.every((code) => code === 0) ? 'Succeeded' : 'Failed';
  }

  if (startsWithin !== undefined) {
    run(startsWithin).catch((cause: Error) => {
      // A group that is deleted while it starts does not fail.
      if (stop.signal.aborted) return;
      provisioningState = 'Failed';
      state = cause.message;
    });
  }

  return {
    view: () => ({
      id,
      name,
      tags,
      provisioningState,
      ...(ipAddress && { ipAddress }),
      ...(state && { state }),
      containers: request.containers.map(({ name, image }) => {
        const instanceView = members.get(name)?.view();
        return { name, image, ...(instanceView && { instanceView }) };
      }),
    }),
    log: (container) => members.get(container)?.log,
    [Symbol.dispose]() {
      stop.abort(new Error(`container group ${name} was deleted`));
      if (ipAddress) cloud.network.release(ipAddress);
    },
  };
}

/** The volume, and whether every mount of it is read-only. */
function openVolume(
  volume: GroupVolume,
  { shares }: SimulatedCloud,
): { readonly volume: Volume; readonly readOnly: boolean } {
  switch (volume.kind) {
    case 'azureFile':
      return { volume: shares.share(volume.account, volume.share), readOnly: volume.readOnly ?? false };
    case 'secret':
      return { volume: memoryVolume({ content: volume.files }), readOnly: true };
    // The content of a repository is not simulated: the directory is empty.
    case 'gitRepo':
    case 'emptyDir':
      return { volume: memoryVolume(), readOnly: false };
  }
}

interface MemberOptions {
  readonly cloud: SimulatedCloud;
  readonly address: string;
  readonly volumes: ReadonlyMap<string, ReturnType<typeof openVolume>>;
  readonly restartPolicy: GroupRequest['restartPolicy'];
  readonly signal: AbortSignal;
}

/** Milliseconds between the end of a process and its next start. Azure does not document its own. */
const restartPause = 1_000;

/**
 * Runs one container, again and again as its restart policy says. `exited` resolves with the last exit code when the
 * policy lets it end, or when its group is deleted.
 */
function runMember(container: GroupContainer, options: MemberOptions) {
  const { cloud, address, volumes, restartPolicy, signal } = options;
  const { image, command, env, mounts } = container;
  const log = containerLog(cloud.clock);
  const now = () => cloud.clock.now().toISOString();
  const event = (name: string, message: string) => ({ type: 'Normal', name, message, lastTimestamp: now() });
  const pulled = [
    event('Pulling', `pulling image "${image}"`),
    event('Pulled', `Successfully pulled image "${image}"`),
  ];
  let view: InstanceView = { restartCount: 0, events: pulled };

  const runOnce = () =>
    startContainer({
      image,
      argv: command,
      env,
      mounts: () =>
        mounts.flatMap(({ name, mountPath, readOnly = false }) => {
          const found = volumes.get(name);
          return found ? [{ mountPath, volume: found.volume, readOnly: readOnly || found.readOnly }] : [];
        }),
      listen: (port, server) => cloud.network.listen(address, port, server),
      log: (line) => log.write(line),
      clock: cloud.clock,
      signal,
    });

  async function run(): Promise<number> {
    for (;;) {
      const started = event('Started', 'Started container');
      const { lastTimestamp: startTime } = started;
      const events = [...view.events.filter(({ name }) => name !== started.name), started];
      view = { ...view, events, currentState: { state: 'Running', detailStatus: '', startTime } };
      const exitCode = await runOnce();
      if (signal.aborted) return exitCode;
      const detailStatus = exitCode === 0 ? 'Completed' : 'Error';
      const ended: AciState = { state: 'Terminated', detailStatus, startTime, finishTime: now(), exitCode };
      if (restartPolicy === 'Never' || (restartPolicy === 'OnFailure' && exitCode === 0)) {
        view = { ...view, currentState: ended };
        return exitCode;
      }
      const waiting = { state: 'Waiting', detailStatus: 'CrashLoopBackOff: Back-off restarting failed' };
      view = { ...view, previousState: ended, currentState: waiting };
      await cloud.clock.sleep(restartPause, signal);
      view = { ...view, restartCount: view.restartCount + 1 };
    }
  }

  // The only sleep is cut short when the group is deleted; the code does not matter then.
  const exited = run()
    .catch(() => 0)
    .finally(() => log.end());
  return { exited, log, view: () => view };
}
