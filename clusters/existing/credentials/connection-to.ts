import { readFile } from 'node:fs/promises';
import type { Connection } from '../../../harness/api/connection.ts';
import { BadInputError } from '../../../harness/errors.ts';
import type { ChosenContext, UserEntry } from '../kubeconfig/kubeconfig.ts';
import { execCredentials, identityOf } from './exec-credentials.ts';
import { runPlugin } from './exec-plugin.ts';

type Headers = Record<string, string | string[]>;

interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * How to reach a context's cluster, and to prove who we are to it, as client-go would. Rejects with a BadInputError for what we cannot
 * do, and with an Error when a credential plugin fails.
 */
export async function connectionTo(context: ChosenContext, surroundings: Surroundings): Promise<Connection> {
  const { file, name, cluster, user } = context;
  const { 'proxy-url': proxy, 'tls-server-name': serverName, 'certificate-authority-data': ca } = cluster;
  const unable = (what: string) => new BadInputError(`${file}: context "${name}": ${what}`);
  if (proxy && !/^https?:/.test(proxy)) throw unable(`proxy-url ${proxy}: only HTTP proxies can be used`);
  if (user['auth-provider'])
    throw unable(
      `auth-provider ${user['auth-provider'].name} is a thing of the past; use its credential plugin (exec)`,
    );
  return {
    server: cluster.server,
    ...(ca && { ca: decoded(ca) }),
    ...(serverName && { serverName }),
    ...(cluster['insecure-skip-tls-verify'] && { insecure: true }),
    ...(proxy && { proxy }),
    ...(await credentialsOf(context, surroundings)),
  };
}

/** Where there are several, the first in this order counts: exec, token's file, token, name and password. */
async function credentialsOf({ cluster, user }: ChosenContext, { environment, signal }: Surroundings) {
  const { 'client-certificate-data': certificate, 'client-key-data': key, exec, tokenFile, token, username } = user;
  const impersonated = impersonationOf(user);
  const own = certificate && key ? { certificate: decoded(certificate), key: decoded(key) } : {};
  const bearing = (bearer: () => Promise<string | undefined>) => async (): Promise<Headers> => {
    const text = await bearer();
    return { ...impersonated, ...(text && { authorization: `Bearer ${text}` }) };
  };

  if (exec) {
    let started: AbortSignal | undefined = signal;
    const credentials = await execCredentials(() =>
      runPlugin(exec, cluster, { environment, ...(started && { signal: started }) }),
    );
    // Renewals belong to the run: what ends the start does not concern them.
    started = undefined;
    const first = identityOf(await credentials.current());
    const headers = bearing(async () => (await credentials.current()).token);
    return { ...own, ...first, headers, renewed: credentials.renewed };
  }
  if (tokenFile) {
    const headers = bearing(async () => (await readFile(tokenFile, 'utf8')).trim());
    return { ...own, headers, renewed: async () => ({}) };
  }
  if (token) return { ...own, headers: bearing(async () => token) };
  if (username) {
    const basic = Buffer.from(`${username}:${user.password ?? ''}`).toString('base64');
    return { ...own, headers: async (): Promise<Headers> => ({ ...impersonated, authorization: `Basic ${basic}` }) };
  }
  return Object.keys(impersonated).length > 0 ? { ...own, headers: async () => impersonated } : own;
}

/** https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/ */
function impersonationOf(user: UserEntry): Headers {
  const extra = Object.entries(user['as-user-extra'] ?? {});
  return {
    ...(user.as && { 'impersonate-user': user.as }),
    ...(user['as-uid'] && { 'impersonate-uid': user['as-uid'] }),
    ...(user['as-groups']?.length && { 'impersonate-group': [...user['as-groups']] }),
    ...Object.fromEntries(extra.map(([key, values]) => [`impersonate-extra-${encodeURIComponent(key)}`, [...values]])),
  };
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
