import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Agent, request } from 'undici';
import { listeningPort } from '../../cluster.ts';
import type { Service } from '../../kubernetes.ts';
import type { HttpAnswer, Probe } from '../../vocabulary/expectation.ts';

interface Probing {
  readonly service: (name: string) => Service | undefined;
  /** Called when an answer differs from the last. */
  readonly answered: () => void;
}

const pause = 150;
const longestWait = 2_000;
const longestBody = 64 * 1024;

/** Sends HTTP requests to Services from outside the cluster, repeatedly until it is disposed. */
export function prober({ service, answered }: Probing) {
  const answers = new Map<string, HttpAnswer | undefined>();
  const stop = new AbortController();
  // Without keep-alive every request is balanced on its own.
  const agent = new Agent({ pipelining: 0, connect: { timeout: longestWait } });

  async function repeat(key: string, probe: Probe): Promise<void> {
    while (!stop.signal.aborted) {
      const address = addressOf(service(probe.service), probe);
      const answer = address ? await fetchFrom(address, probe.path) : undefined;
      if (stop.signal.aborted) return;
      const isNew = !isDeepStrictEqual(answers.get(key), answer);
      answers.set(key, answer);
      if (isNew) answered();
      await sleep(pause, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }

  async function fetchFrom(address: string, path: string): Promise<HttpAnswer> {
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(longestWait)]);
    try {
      const { statusCode, body } = await request(new URL(path, address), { dispatcher: agent, signal });
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of body as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        length += chunk.length;
        if (length >= longestBody) break;
      }
      return { status: statusCode, body: Buffer.concat(chunks).subarray(0, longestBody).toString('utf8') };
    } catch (cause) {
      return { error: `GET ${address}${path}: ${(cause as Error).message}` };
    }
  }

  return {
    ask(probes: readonly Probe[]): void {
      for (const probe of probes) {
        const key = keyOf(probe);
        if (answers.has(key)) continue;
        answers.set(key, undefined);
        void repeat(key, probe);
      }
    },
    answer: (probe: Probe) => answers.get(keyOf(probe)),
    [Symbol.dispose]() {
      stop.abort();
      void agent.destroy();
    },
  };
}

function keyOf({ service, port, path }: Probe): string {
  return `${service}:${port}${path}`;
}

/** `http://address:port` of the Service; undefined while it has no address. */
function addressOf(service: Service | undefined, { port }: Probe): string | undefined {
  const [ingress] = service?.status?.loadBalancer?.ingress ?? [];
  const host = ingress?.ip ?? ingress?.hostname;
  if (!host) return undefined;
  return `http://${host.includes(':') ? `[${host}]` : host}:${service?.metadata?.annotations?.[listeningPort] ?? port}`;
}
