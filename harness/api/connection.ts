import { createSecureContext } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';

/** Where an API server listens and how a client authenticates. Certificates and keys are PEM. */
export interface Connection {
  /** `https://host:port`, no trailing slash; a path, where there is one, begins the path of every request. */
  readonly server: string;
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  /** Name that the server's certificate must bear; the server's own when absent. */
  readonly serverName?: string;
  /** The server's certificate is not verified. */
  readonly insecure?: boolean;
  /** `http://host:port` of a proxy on the way to the server. */
  readonly proxy?: string;
  /** Headers of one request, such as a bearer token that may have been renewed. */
  readonly headers?: () => Promise<Record<string, string | string[]>>;
  /** Called after a 401. Returns a new certificate, {} when `headers` has new ones, undefined without new ones. */
  readonly renewed?: () => Promise<Identity | undefined>;
}

/** What a client authenticates with, apart from headers. */
export type Identity = Pick<Connection, 'certificate' | 'key'>;

/** One request as HTTP knows it. */
export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  /** Names the client to the API server, which records it as the manager of the fields that it writes. */
  readonly userAgent?: string;
  readonly signal?: AbortSignal | undefined;
}

const json = 'application/json';

/** Sends requests to one API server, and repeats a request once with new credentials after a 401. */
export function senderTo(connection: Connection, connections: number) {
  const { headers, renewed } = connection;
  const server = new URL(connection.server);
  const root = server.pathname.replace(/\/$/, '');
  let agent = dispatcherFor(connection, connections);
  const agents = [agent];
  /** Counts the credentials: what was refused under earlier ones is sent again. */
  let generation = 0;
  let renewing: Promise<boolean> | undefined;

  async function sendOnce(method: string, path: string, options: RequestOptions) {
    const { query = {}, body, contentType = json, accept = json, userAgent = 'plimsoll', signal } = options;
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
    return agent.request({
      origin: server.origin,
      path: `${root}${path}${search.size ? `?${search}` : ''}`,
      method: method as 'GET',
      headers: { accept, 'content-type': contentType, 'user-agent': userAgent, ...(await headers?.()) },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
  }

  async function renew(renewal: NonNullable<typeof renewed>): Promise<boolean> {
    const identity = await renewal();
    if (!identity) return false;
    generation++;
    if (identity.certificate !== undefined) {
      // A connection keeps the certificate that it was opened with; watches on old ones end by themselves.
      agent = dispatcherFor({ ...connection, ...identity }, connections);
      agents.push(agent);
    }
    return true;
  }

  return {
    async send(method: string, path: string, options: RequestOptions = {}): Promise<Dispatcher.ResponseData> {
      const under = generation;
      const response = await sendOnce(method, path, options);
      if (response.statusCode !== 401 || !renewed) return response;
      if (generation === under) {
        renewing ??= renew(renewed).finally(() => {
          renewing = undefined;
        });
        if (!(await renewing)) return response;
      }
      await response.body.dump();
      return sendOnce(method, path, options);
    },
    async destroy(): Promise<void> {
      await Promise.all(agents.map((one) => one.destroy()));
    },
  };
}

function dispatcherFor(connection: Connection, connections: number): Dispatcher {
  const { ca, certificate, key, serverName, insecure, proxy } = connection;
  // Made once: reading the certificates takes longer than the handshake of a connection.
  const secureContext = createSecureContext({ ca, cert: certificate, key });
  const tls = {
    secureContext,
    ...(serverName !== undefined && { servername: serverName }),
    ...(insecure && { rejectUnauthorized: false }),
  };
  const options = {
    connections,
    bodyTimeout: 0,
    headersTimeout: 60_000,
    // undici 8 leaves streams of aborted HTTP/2 requests behind, which end the process when the agent is destroyed.
    allowH2: false,
  };
  return proxy === undefined
    ? new Agent({ ...options, connect: tls })
    : new ProxyAgent({ ...options, uri: proxy, requestTls: tls });
}
