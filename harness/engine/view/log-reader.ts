import type { ApiClient } from '../../api/client.ts';
import { pathOf, resources } from '../../api/resources.ts';
import type { Clock } from '../../clock.ts';
import type { LogWanted } from '../../vocabulary/expectation.ts';

/** Reads logs of containers again and again until it is disposed. What cannot be read yet, or any more, is no fault. */
export interface LogReader extends Disposable {
  ask(logs: readonly LogWanted[]): void;
  /** The last text read. */
  log(log: LogWanted): string | undefined;
}

export interface LogReaderOptions {
  readonly api: Pick<ApiClient, 'stream'>;
  readonly namespace: string;
  readonly clock: Clock;
  /** Told when a log differs from the last time. */
  readonly changed: () => void;
}

const pause = 250;
/** A log is read from its end, so that one that grows stays of interest. */
const lines = 200;
const longestLog = 64 * 1024;

export function logReader({ api, namespace, clock, changed }: LogReaderOptions): LogReader {
  const texts = new Map<string, string | undefined>();
  const stop = new AbortController();
  const { signal } = stop;

  async function repeat(path: string, query: Readonly<Record<string, string>>): Promise<void> {
    const key = keyOf(path, query);
    while (!signal.aborted) {
      const text = await read(api, path, { query, signal });
      if (signal.aborted) return;
      const isNew = text !== undefined && texts.get(key) !== text;
      if (isNew) texts.set(key, text);
      if (isNew) changed();
      await clock.sleep(pause, signal).catch(() => undefined);
    }
  }

  return {
    ask(logs) {
      for (const wanted of logs) {
        const [path, query] = requestFor(wanted, namespace);
        const key = keyOf(path, query);
        if (texts.has(key)) continue;
        texts.set(key, undefined);
        void repeat(path, query);
      }
    },
    log: (wanted) => texts.get(keyOf(...requestFor(wanted, namespace))),
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
