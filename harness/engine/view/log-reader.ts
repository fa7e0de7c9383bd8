import type { ApiClient } from '../../api/client.ts';
import { pathOf, resources } from '../../api/resources.ts';
import type { Clock } from '../../clock.ts';
import type { Pod } from '../../kubernetes.ts';
import type { LogWanted } from '../../vocabulary/expectation.ts';

/**
 * Reads logs of containers repeatedly until it is disposed, while they may still change.
 * A log that cannot be read, yet or any more, is no error.
 */
export interface LogReader extends Disposable {
  ask(logs: readonly LogWanted[]): void;
  /** The last text read of the Pod with that name. */
  log(log: LogWanted): string | undefined;
}

export interface LogReaderOptions {
  readonly api: Pick<ApiClient, 'stream'>;
  readonly namespace: string;
  /** The Pod of that name in the view. */
  readonly pod: (name: string) => Pod | undefined;
  readonly clock: Clock;
  /** Called when a log has changed. */
  readonly changed: () => void;
}

/** A text, and which of several successive Pods of one name wrote it. */
interface Read {
  readonly uid: string | undefined;
  readonly text: string;
}

const pause = 250;
/** From the end of the log, where new lines are. */
const lines = 200;
const longestLog = 64 * 1024;

export function logReader({ api, namespace, pod, clock, changed }: LogReaderOptions): LogReader {
  const logs = new Map<string, Read | undefined>();
  const stop = new AbortController();
  const { signal } = stop;

  async function repeat(wanted: LogWanted): Promise<void> {
    const [path, query] = requestFor(wanted, namespace);
    const key = keyOf(path, query);
    let finished = '';
    while (!signal.aborted) {
      const uid = pod(wanted.pod)?.metadata?.uid;
      const run = loggedRun(pod(wanted.pod), wanted);
      if (run && run.id !== finished) {
        const text = await read(api, path, { query, signal });
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
    ask(all) {
      for (const wanted of all) {
        const key = keyOf(...requestFor(wanted, namespace));
        if (logs.has(key)) continue;
        logs.set(key, undefined);
        void repeat(wanted);
      }
    },
    log(wanted) {
      const last = logs.get(keyOf(...requestFor(wanted, namespace)));
      const uid = pod(wanted.pod)?.metadata?.uid;
      return uid === undefined || uid === last?.uid ? last?.text : undefined;
    },
    [Symbol.dispose]: () => stop.abort(),
  };
}

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ (read log of the specified Pod) */
function requestFor({ pod, container, previous }: LogWanted, namespace: string) {
  const query: Readonly<Record<string, string>> = {
    ...(container !== undefined && { container }),
    ...(previous && { previous: 'true' }),
    tailLines: String(lines),
    limitBytes: String(longestLog),
  };
  return [pathOf(resources.Pod, { name: pod, namespace, subresource: 'log' }), query] as const;
}

function keyOf(path: string, query: Readonly<Record<string, string>>): string {
  return `${path}?${new URLSearchParams(query)}`;
}

async function read(
  api: Pick<ApiClient, 'stream'>,
  path: string,
  options: { readonly query: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<string | undefined> {
  try {
    return Buffer.concat(await Array.fromAsync(await api.stream(path, options))).toString('utf8');
  } catch {
    return undefined;
  }
}

/** One run of one container. */
export interface LoggedRun {
  readonly id: string;
  /** Then nothing more is written. */
  readonly hasEnded: boolean;
}

/**
 * The run whose log a kubelet returns: the current one, or the last one while the container waits for the next;
 * undefined without a run. validateContainerLogStatus in pkg/kubelet/kubelet_pods.go.
 */
export function loggedRun(pod: Pod | undefined, { container, previous }: LogWanted): LoggedRun | undefined {
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
