import type { ApiClient } from '../../api/client.ts';
import { pathOf, resources } from '../../api/resources.ts';
import type { Clock } from '../../clock.ts';
import type { Pod } from '../../kubernetes.ts';
import type { LogWanted } from '../../vocabulary/expectation.ts';

interface Reading {
  readonly api: Pick<ApiClient, 'stream'>;
  readonly namespace: string;
  /** The Pod of that name in the view. */
  readonly pod: (name: string) => Pod | undefined;
  readonly clock: Clock;
  /** Called when a log has changed. */
  readonly changed: () => void;
}

const pause = 250;
/** From the end of the log, where new lines are. */
const lines = 200;
const longestLog = 64 * 1024;

/**
 * Reads logs of containers repeatedly until it is disposed, while they may still change.
 * A log that cannot be read, yet or any more, is no error.
 */
export function logReader({ api, namespace, pod, clock, changed }: Reading) {
  /** The last text of each log, and which of several successive Pods of one name wrote it. */
  const logs = new Map<string, { readonly uid: string | undefined; readonly text: string } | undefined>();
  const stop = new AbortController();
  const { signal } = stop;
  const uidOf = ({ pod: name }: LogWanted) => pod(name)?.metadata?.uid;

  async function repeat(wanted: LogWanted, key: string): Promise<void> {
    let finished = '';
    while (!signal.aborted) {
      const uid = uidOf(wanted);
      const run = loggedRun(pod(wanted.pod), wanted);
      if (run && run.id !== finished) {
        const text = await read(api, key, signal);
        if (signal.aborted) return;
        const last = logs.get(key);
        const isSame = last?.uid === uid && last?.text === text;
        if (text !== undefined && !isSame) {
          logs.set(key, { uid, text });
          changed();
        }
        // Read once more, as the last lines may come a moment after the container's end.
        if (isSame && run.hasEnded) finished = run.id;
      }
      await clock.sleep(pause, signal).catch(() => undefined);
    }
  }

  return {
    /** The last text of the Pod with that name. The first call starts the reading. */
    log(wanted: LogWanted): string | undefined {
      const key = pathOfLog(wanted, namespace);
      if (!logs.has(key)) {
        logs.set(key, undefined);
        void repeat(wanted, key);
      }
      const [last, uid] = [logs.get(key), uidOf(wanted)];
      return uid === undefined || uid === last?.uid ? last?.text : undefined;
    },
    [Symbol.dispose]: () => stop.abort(),
  };
}

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ (read log of the specified Pod) */
function pathOfLog({ pod, container, previous }: LogWanted, namespace: string): string {
  const query = new URLSearchParams({
    ...(container !== undefined && { container }),
    ...(previous && { previous: 'true' }),
    tailLines: String(lines),
    limitBytes: String(longestLog),
  });
  return `${pathOf(resources.Pod, { name: pod, namespace, subresource: 'log' })}?${query}`;
}

async function read(api: Pick<ApiClient, 'stream'>, path: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return Buffer.concat(await Array.fromAsync(await api.stream(path, { signal }))).toString('utf8');
  } catch {
    return undefined;
  }
}

/**
 * The run whose log a kubelet returns: the current one, or the last one while the container waits for the next;
 * undefined without a run. validateContainerLogStatus in pkg/kubelet/kubelet_pods.go.
 */
export function loggedRun(pod: Pod | undefined, { container, previous }: LogWanted) {
  const { containerStatuses = [], initContainerStatuses = [] } = pod?.status ?? {};
  const all = [...containerStatuses, ...initContainerStatuses];
  const status = container === undefined ? all[0] : all.find(({ name }) => name === container);
  if (!status) return undefined;
  const { state = {}, lastState = {}, restartCount } = status;
  const id = (run: 'this' | 'last', { containerID = '' }: { containerID?: string }) =>
    [pod?.metadata?.uid, status.name, restartCount, run, containerID].join('/');
  if (!previous && state.running) return { id: id('this', status), hasEnded: false };
  if (!previous && state.terminated) return { id: id('this', state.terminated), hasEnded: true };
  return lastState.terminated && { id: id('last', lastState.terminated), hasEnded: true };
}
