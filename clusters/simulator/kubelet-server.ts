import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { Duplex } from 'node:stream';
import type { KubernetesObject } from '../../harness/api/resources.ts';
import type { ContainerLog, LogSelection } from './logs.ts';

export interface ServedPods {
  log(container: ContainerOfPod): ContainerLog | LogRefusal;
  pods(): readonly KubernetesObject[];
}

export interface ContainerOfPod {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
}

/** 404 without such a pod or container, 400 without a log, 500 when a virtual kubelet fails. */
export interface LogRefusal {
  readonly status: 400 | 404 | 500;
  readonly message: string;
}

/**
 * The HTTPS server of kubelets and virtual kubelets, with /containerLogs, /pods and /healthz, for the cloud's network.
 * It is created at the first connection, as most nodes get none. The API server does not verify its certificate by
 * default (--kubelet-certificate-authority).
 */
export function kubeletServer(served: ServedPods, identify = identity): Pick<Server, 'emit'> {
  let server: Promise<Server> | undefined;
  return {
    emit(event: string, ...rest: unknown[]): boolean {
      server ??= identify().then((identity) =>
        createServer(identity, (request, response) => {
          // An invalid path, or a closed connection, ends only this answer.
          answer(served, request, response).catch(() => response.destroy());
        }),
      );
      server.then(
        (ready) => ready.emit(event, ...rest),
        // Without a certificate there is no answer, and the API server reports that to its client.
        () => rest[0] instanceof Duplex && rest[0].destroy(),
      );
      return true;
    },
  };
}

/** The library for certificates takes 20 MiB and a quarter of a second to load. */
async function identity(): Promise<{ readonly cert: string; readonly key: string }> {
  const { selfSigned } = await import('./self-signed.ts');
  return selfSigned('kubelet');
}

async function answer(served: ServedPods, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://kubelet');
  const [, route, namespace = '', pod = '', container = ''] = pathname.split('/').map(decodeURIComponent);
  if (route === 'healthz') return void response.end('ok');
  if (route === 'pods') {
    response.setHeader('content-type', 'application/json');
    return void response.end(JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: {}, items: served.pods() }));
  }
  if (route !== 'containerLogs') return void response.writeHead(404).end('404 page not found');

  const found = served.log({ namespace, pod, container, previous: searchParams.get('previous') === 'true' });
  if ('status' in found) return void response.writeHead(found.status).end(found.message);
  const hungUp = new AbortController();
  response.once('close', () => hungUp.abort());
  response.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders();
  for await (const line of found.read({ ...selectionIn(searchParams), signal: hungUp.signal })) response.write(line);
  response.end();
}

function selectionIn(query: URLSearchParams): LogSelection {
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
  const sinceSeconds = number('sinceSeconds');
  const sinceTime = query.get('sinceTime') ?? (sinceSeconds !== undefined && Date.now() - sinceSeconds * 1000);
  return {
    follow: query.get('follow') === 'true',
    timestamps: query.get('timestamps') === 'true',
    tailLines: number('tailLines'),
    limitBytes: number('limitBytes'),
    since: sinceTime ? new Date(sinceTime) : undefined,
  };
}
