import type { Cloud } from '../../../simulator/cloud/cloud.ts';
import { type ContainerLog, containerLog } from '../../../simulator/logs.ts';
import { startContainer } from '../../../simulator/machine/containers.ts';
import type { AciState, GroupContainer, GroupRequest, InstanceView } from './container-group.ts';
import type { GroupVolumes } from './group-volumes.ts';

/** A container of a running group. */
export interface RunningMember {
  /** Resolves with the last exit code when the restart policy lets it end, or when its group is deleted. */
  readonly exited: Promise<number>;
  readonly log: ContainerLog;
  view(): InstanceView;
}

interface Surroundings {
  readonly cloud: Cloud;
  readonly address: string;
  readonly volumes: GroupVolumes;
  readonly restartPolicy: GroupRequest['restartPolicy'];
  readonly signal: AbortSignal;
}

/** Milliseconds between the end of a process and its next start. What Azure takes is not documented. */
const restartPause = 1_000;

/** Runs one container, again and again as its restart policy says. */
export function runMember(container: GroupContainer, surroundings: Surroundings): RunningMember {
  const { cloud, restartPolicy, signal } = surroundings;
  const log = containerLog(cloud.clock);
  let view: InstanceView = { restartCount: 0 };

  async function run(): Promise<number> {
    for (;;) {
      const startTime = cloud.clock.now().toISOString();
      view = { ...view, currentState: { state: 'Running', detailStatus: '', startTime } };
      const code = await runOnce(container, { ...surroundings, log });
      if (signal.aborted) return code;
      const ended: AciState = {
        state: 'Terminated',
        detailStatus: code === 0 ? 'Completed' : 'Error',
        startTime,
        finishTime: cloud.clock.now().toISOString(),
        exitCode: code,
      };
      if (restartPolicy === 'Never' || (restartPolicy === 'OnFailure' && code === 0)) {
        view = { ...view, currentState: ended };
        return code;
      }
      view = {
        restartCount: view.restartCount,
        previousState: ended,
        currentState: { state: 'Waiting', detailStatus: 'CrashLoopBackOff: Back-off restarting failed' },
      };
      await cloud.clock.sleep(restartPause, signal);
      view = { ...view, restartCount: view.restartCount + 1 };
    }
  }

  // The only sleep is cut short when the group is deleted; nobody asks for the code then.
  const exited = run()
    .catch(() => 0)
    .finally(() => log.end());
  return { exited, log, view: () => view };
}

function runOnce(
  container: GroupContainer,
  { cloud, address, volumes, log, signal }: Surroundings & { log: ContainerLog },
) {
  const { image, command, env, mounts } = container;
  return startContainer({
    container: { image, command },
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
  }).exited;
}
