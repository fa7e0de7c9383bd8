import type { ApiClient } from '../../api/client.ts';
import { pathOf, resources } from '../../api/resources.ts';
import type { Clock } from '../../clock.ts';
import type { Pod } from '../../kubernetes.ts';
import type { LogWanted } from '../../vocabulary/expectation.ts';
import { loggedRun } from './logged-run.ts';

/**
 * Reads logs of containers again and again until it is disposed, while they can be read and may still change. What cannot be read
 * yet, or any more, is no fault.
 */
export interface LogReader extends Disposable {
  ask(logs: readonly LogWanted[]): void;
  /** The last text read of the Pod that has that name, or had it last. */
  log(log: LogWanted): string | undefined;
}

export interface LogReaderOptions {
  readonly api: Pick<ApiClient, 'stream'>;
  readonly namespace: string;
  /** The Pod of that name that is seen now. */
  readonly pod: (name: string) => Pod | undefined;
  readonly clock: Clock;
  /** Told when a log differs from the last time. */
  readonly changed: () => void;
}

/** What was read, and of which of the Pods that had the name one after the other. */
interface Read {
  readonly uid: string | undefined;
  readonly text: string;
}

const pause = 250;
/** A log is read from its end, so that one that grows stays of interest. */
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
        // Twice the same, as the last lines may come a moment after the news of the end.
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

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ (get: read log of the specified Pod) */
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
