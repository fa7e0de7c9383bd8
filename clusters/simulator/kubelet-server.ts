import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { Duplex } from 'node:stream';
import type { KubernetesObject } from '../../harness/api/objects.ts';
import type { ContainerLog, LogSelection } from './logs.ts';

/** What a node's server tells of its pods. */
export interface ServedPods {
  /** The log of a container, or what the server answers instead: HTTP status and text. */
  log(container: ContainerOfPod): ContainerLog | LogRefusal;
  /** Pods of this node, as /pods lists them. */
  pods(): readonly KubernetesObject[];
}

export interface ContainerOfPod {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The run before the present one. */
  readonly previous: boolean;
}

/** 404 where there is no such pod or container, 400 where it has no log yet, 500 where a virtual kubelet cannot tell. */
export interface LogRefusal {
  readonly status: 400 | 404 | 500;
  readonly message: string;
}

/**
 * The HTTPS server that the API server asks for `kubectl logs`: /containerLogs, /pods and /healthz, as kubelets and virtual
 * kubelets have them. Hand it to the cloud's network; it is made when the first connection comes, as most nodes are never
 * asked. The API server does not verify its certificate unless told to (--kubelet-certificate-authority).
 */
export function kubeletServer(served: ServedPods, identify = identity): Pick<Server, 'emit'> {
  let server: Promise<Server> | undefined;
  return {
    emit(event: string, ...rest: unknown[]): boolean {
      server ??= identify().then((identity) =>
        createServer(identity, (request, response) => {
          // A path that cannot be read, or a reader that has gone, ends this answer and no other.
          answer(served, request, response).catch(() => response.destroy());
        }),
      );
      server.then(
        (ready) => ready.emit(event, ...rest),
        () => hangUp(rest),
      );
      return true;
    },
  };
}

/** Without a certificate there is no answer; the API server tells its caller that nobody answered. */
function hangUp([socket]: readonly unknown[]): void {
  if (socket instanceof Duplex) socket.destroy();
}

/** What makes certificates takes 20 MiB and a quarter of a second to load. */
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
  const tailLines = number('tailLines');
  const limitBytes = number('limitBytes');
  const sinceSeconds = number('sinceSeconds');
  const sinceTime = query.get('sinceTime');
  const since = sinceTime
    ? new Date(sinceTime)
    : sinceSeconds !== undefined
      ? new Date(Date.now() - sinceSeconds * 1000)
      : undefined;
  return {
    follow: query.get('follow') === 'true',
    timestamps: query.get('timestamps') === 'true',
    ...(tailLines !== undefined && { tailLines }),
    ...(limitBytes !== undefined && { limitBytes }),
    ...(since && { since }),
  };
}
