import { createSecureContext } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { RequestOptions } from './client.ts';
import type { Connection } from './connection.ts';

/** Sends requests to one API server, and once more with new credentials where the old ones are not taken any longer. */
export interface Sender {
  send(method: string, path: string, options?: RequestOptions): Promise<Dispatcher.ResponseData>;
  destroy(): Promise<void>;
}

const json = 'application/json';

export function senderTo(connection: Connection, connections: number): Sender {
  const { headers, renewed } = connection;
  const server = new URL(connection.server);
  const root = server.pathname.replace(/\/$/, '');
  let agent = dispatcherFor(connection, connections);
  const agents = [agent];
  /** Counts the credentials: what was refused under earlier ones is worth another try. */
  let generation = 0;
  let renewing: Promise<boolean> | undefined;

  async function once(method: string, path: string, options: RequestOptions): Promise<Dispatcher.ResponseData> {
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

  async function renew(ask: NonNullable<typeof renewed>): Promise<boolean> {
    const identity = await ask();
    if (!identity) return false;
    generation++;
    if (identity.certificate !== undefined) {
      // The server knows a connection by the certificate that it was opened with; watches on old ones end by themselves.
      agent = dispatcherFor({ ...connection, ...identity }, connections);
      agents.push(agent);
    }
    return true;
  }

  return {
    async send(method, path, options = {}) {
      const under = generation;
      const response = await once(method, path, options);
      if (response.statusCode !== 401 || !renewed) return response;
      if (generation === under) {
        renewing ??= renew(renewed).finally(() => {
          renewing = undefined;
        });
        if (!(await renewing)) return response;
      }
      await response.body.dump();
      return once(method, path, options);
    },
    destroy: async () => void (await Promise.all(agents.map((one) => one.destroy()))),
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
