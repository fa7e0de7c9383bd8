import { EnvHttpProxyAgent } from 'undici';
import { BadInputError } from '../../../harness/errors.ts';

export interface RegistryAddress {
  /** Ends in `/v2/`, and after that the path that a mirror keeps the images under. */
  readonly api: URL;
  /** Without scheme and password. */
  readonly name: string;
  /** Value of an Authorization header, from the user and password in the setting. */
  readonly basic?: string;
}

/**
 * Understands `host`, `host:port/path` and URLs; plain HTTP must be asked for with `http://`; throws a BadInputError.
 */
export function registryAddress(setting = 'https://registry.k8s.io'): RegistryAddress {
  const url = URL.parse(setting.includes('://') ? setting : `https://${setting}`);
  const user = url && decoded(`${url.username}:${url.password}`);
  if (!url || !user || !['http:', 'https:'].includes(url.protocol) || url.search || url.hash) {
    throw new BadInputError(
      `the registry ${setting.replace(/\/\/[^@/]*@/, '//…@')} is no address: ` +
        'registry.k8s.io, mirror.example/path or http://localhost:5000 was expected',
    );
  }
  const path = url.pathname.replace(/^\/v2(?=\/|$)/, '').replace(/^\/+|\/+$/g, '');
  const api = new URL(path ? `/v2/${path}/` : '/v2/', url.origin);
  const name = path ? `${url.host}/${path}` : url.host;
  if (!url.username) return { api, name };
  return { api, name, basic: `Basic ${Buffer.from(user).toString('base64')}` };
}

/** Undefined where a `%` stands for nothing. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // rejected as no address
  }
}

/** URLs of proxies and the hosts that go without: the values of HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
export interface ProxySettings {
  readonly https?: string | undefined;
  readonly http?: string | undefined;
  readonly no?: string | undefined;
}

const longestConnect = 5_000; // milliseconds
const longestSilence = 30_000;

/** Sockets to registries, through the proxies; gives up early on a host that does not answer. */
export function openConnections(proxy: ProxySettings = {}): EnvHttpProxyAgent {
  return new EnvHttpProxyAgent({
    // Empty, not absent: for an absent one undici would look into the process's environment.
    httpsProxy: proxy.https ?? '',
    httpProxy: proxy.http ?? '',
    noProxy: proxy.no ?? '',
    connect: { timeout: longestConnect },
    connectTimeout: longestConnect,
    headersTimeout: longestSilence,
    bodyTimeout: longestSilence,
  });
}
