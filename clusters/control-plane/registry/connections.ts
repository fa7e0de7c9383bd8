import { EnvHttpProxyAgent } from 'undici';

/** URLs of proxies and the hosts that go without: the values of HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
export interface ProxySettings {
  readonly https?: string | undefined;
  readonly http?: string | undefined;
  readonly no?: string | undefined;
}

const secondsToConnect = 5;
const secondsOfSilence = 30;

/** Sockets to registries, by way of the proxies; gives up early on a host that does not answer at all. */
export function openConnections(proxy: ProxySettings = {}): EnvHttpProxyAgent {
  return new EnvHttpProxyAgent({
    // Empty, not absent: for an absent one undici would look into the process's environment.
    httpsProxy: proxy.https ?? '',
    httpProxy: proxy.http ?? '',
    noProxy: proxy.no ?? '',
    connect: { timeout: secondsToConnect * 1000 },
    connectTimeout: secondsToConnect * 1000,
    headersTimeout: secondsOfSilence * 1000,
    bodyTimeout: secondsOfSilence * 1000,
  });
}
