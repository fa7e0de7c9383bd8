import { readFile } from 'node:fs/promises';
import type { Connection, Identity } from '../../harness/api/connection.ts';
import { BadInputError } from '../../harness/errors.ts';
import { type ExecCredential, runPlugin } from './exec-plugin.ts';
import type { ChosenContext, UserEntry } from './kubeconfig.ts';

type Headers = Record<string, string | string[]>;

type Surroundings = { readonly environment: NodeJS.ProcessEnv; readonly signal: AbortSignal };

/**
 * Connects to a context's cluster and authenticates there as client-go does. Rejects with a BadInputError for what is
 * not supported, and with an Error when a credential plugin fails.
 */
export async function connectionTo(context: ChosenContext, surroundings: Surroundings): Promise<Connection> {
  const { file, name, cluster, user } = context;
  const { 'proxy-url': proxy, 'tls-server-name': serverName, 'certificate-authority-data': ca } = cluster;
  const unsupported = (what: string) => new BadInputError(`${file}: context "${name}": ${what}`);
  if (proxy && !/^https?:/.test(proxy)) throw unsupported(`proxy-url ${proxy}: only HTTP proxies can be used`);
  if (user['auth-provider'])
    throw unsupported(`auth-provider ${user['auth-provider'].name} was removed from Kubernetes; use its exec plugin`);
  return {
    server: cluster.server,
    ...(ca && { ca: decoded(ca) }),
    ...(serverName && { serverName }),
    ...(cluster['insecure-skip-tls-verify'] && { insecure: true }),
    ...(proxy && { proxy }),
    ...(await credentialsOf(context, surroundings)),
  };
}

/** The first of several counts, in this order: exec, token's file, token, name and password. */
async function credentialsOf({ cluster, user }: ChosenContext, { environment, signal }: Surroundings) {
  const { 'client-certificate-data': certificate, 'client-key-data': key, exec, tokenFile, token, username } = user;
  const impersonated = impersonationOf(user);
  const own = certificate && key ? { certificate: decoded(certificate), key: decoded(key) } : {};
  const bearing = (bearer: () => Promise<string | undefined>) => async (): Promise<Headers> => {
    const text = await bearer();
    return { ...impersonated, ...(text && { authorization: `Bearer ${text}` }) };
  };

  if (exec) {
    let starting: AbortSignal | undefined = signal;
    const credentials = await execCredentials(() =>
      runPlugin(exec, cluster, { environment, ...(starting && { signal: starting }) }),
    );
    // Renewals belong to the run: a signal that ends the start does not end them.
    starting = undefined;
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

const decoded = (base64: string) => Buffer.from(base64, 'base64').toString('utf8');

/** Tokens are renewed this many milliseconds before they expire, since a request takes time to reach the server. */
const ahead = 5_000;

/** The credentials of a plugin; one start of it serves all requests that wait for new ones. */
export async function execCredentials(run: () => Promise<ExecCredential>, now: () => number = Date.now) {
  let credential = await run();
  let running: Promise<ExecCredential> | undefined;

  async function renew(): Promise<ExecCredential> {
    running ??= run().finally(() => {
      running = undefined;
    });
    credential = await running;
    return credential;
  }

  return {
    /** Valid credentials; it starts the plugin again shortly before they expire. */
    async current() {
      const { expirationTimestamp } = credential;
      const expires = expirationTimestamp === undefined ? Number.POSITIVE_INFINITY : Date.parse(expirationTimestamp);
      return expires <= now() + ahead ? renew() : credential;
    },
    /** Credentials in place of those that were refused. */
    renewed: async () => identityOf(await renew()),
  };
}

function identityOf({ clientCertificateData: certificate, clientKeyData: key }: ExecCredential): Identity {
  return certificate === undefined || key === undefined ? {} : { certificate, key };
}
