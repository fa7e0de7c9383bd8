import { type Dispatcher, request } from 'undici';
import type { RegistryAddress } from './registry-address.ts';
import { RegistryError } from './retry.ts';

type Answer = Dispatcher.ResponseData;

/** One image's part of a registry (distribution spec, `/v2/<name>/…`). */
export interface Repository {
  /** `registry.k8s.io/etcd` */
  readonly name: string;
  /** Status 200 or 206, or it rejects. The caller reads the body to its end. */
  get(path: string, options: { headers: Readonly<Record<string, string>>; signal: AbortSignal }): Promise<Answer>;
}

const redirections = [301, 302, 303, 307, 308];
const mostRedirections = 5;

/** Opens a repository. Credentials are kept by origin, so that a redirection never gets them. */
export function openRepository(image: string, address: RegistryAddress, dispatcher: Dispatcher): Repository {
  const name = `${address.name}/${image}`;
  const authorizations = new Map<string, string>();

  return {
    name,
    async get(path, { headers, signal }) {
      let url = new URL(`${image}/${path}`, address.api);
      const challenged = new Set<string>();
      for (let redirected = 0; redirected <= mostRedirections; ) {
        const authorization = authorizations.get(url.origin);
        const all = { ...headers, ...(authorization && { authorization }) };
        const answer = await request(url, { headers: all, dispatcher, signal });
        if (redirections.includes(answer.statusCode)) {
          redirected++;
          url = await redirection(answer, url);
        } else if (answer.statusCode === 401 && !challenged.has(url.origin)) {
          challenged.add(url.origin);
          await answer.body.dump();
          const basic = url.origin === address.api.origin ? address.basic : undefined;
          authorizations.set(url.origin, await authorizationFor(answer, { url, basic, dispatcher, signal }));
        } else if (answer.statusCode === 200 || answer.statusCode === 206) {
          return answer;
        } else {
          throw await refusal(answer, `${name}: ${url.host} refused ${path}`);
        }
      }
      throw new RegistryError(`${name}: more than ${mostRedirections} redirections for ${path}`);
    },
  };
}

async function redirection(answer: Answer, from: URL): Promise<URL> {
  await answer.body.dump();
  const location = answer.headers.location;
  const to = typeof location === 'string' ? URL.parse(location, from.href) : null;
  if (!to) throw new RegistryError(`${from.host} redirects to no address`);
  if (from.protocol === 'https:' && to.protocol !== 'https:') {
    throw new RegistryError(`${from.host} redirects from HTTPS to ${to.protocol}//${to.host}: refused`);
  }
  return to;
}

async function refusal({ statusCode: status, body }: Answer, what: string): Promise<RegistryError> {
  const words = (await body.text()).replace(/\s+/g, ' ').slice(0, 200).trim();
  return new RegistryError(`${what} with status ${status}${words && `: ${words}`}`, { status });
}

interface Credentials {
  readonly url: URL;
  /** Authorization of the user. */
  readonly basic: string | undefined;
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
}

/** Answers a 401 with the Authorization that its challenge asks for (distribution spec, token authentication). */
async function authorizationFor(refused: Answer, credentials: Credentials): Promise<string> {
  const { url, basic } = credentials;
  const challenges = [refused.headers['www-authenticate'] ?? []].flat();
  const bearer = challenges.map(parametersOfBearer).find((parameters) => parameters?.realm);
  if (bearer) return `Bearer ${await tokenFrom(bearer, credentials)}`;
  if (challenges.some((challenge) => /^basic\b/i.test(challenge)) && basic) return basic;
  const remedy = basic
    ? 'the user and password in the setting are not accepted'
    : 'put user:password@ before the host in the setting';
  throw new RegistryError(
    `${url.host} asks for credentials (${challenges.join('; ') || 'in no known way'}): ${remedy}`,
  );
}

function parametersOfBearer(challenge: string): Readonly<Record<string, string>> | undefined {
  if (!/^bearer\s/i.test(challenge)) return undefined;
  const pairs = [...challenge.matchAll(/([a-z]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/gi)];
  return Object.fromEntries(pairs.map(([, key = '', quoted, plain = '']) => [key.toLowerCase(), quoted ?? plain]));
}

async function tokenFrom(
  { realm = '', service, scope }: Readonly<Record<string, string>>,
  { url, basic, dispatcher, signal }: Credentials,
): Promise<string> {
  const at = URL.parse(realm);
  if (!at || (at.protocol !== 'https:' && url.protocol === 'https:')) {
    throw new RegistryError(`${url.host} sends us to ${realm} for a token: an https address was expected`);
  }
  if (service) at.searchParams.set('service', service);
  if (scope) at.searchParams.set('scope', scope);
  const answer = await request(at, { headers: basic ? { authorization: basic } : {}, dispatcher, signal });
  const { statusCode: status } = answer;
  if (status !== 200) {
    await answer.body.dump();
    throw new RegistryError(`${at.host} gives no token for ${url.host}: status ${status}`, { status });
  }
  const body = (await answer.body.json()) as { token?: unknown; access_token?: unknown };
  const token = body.token ?? body.access_token;
  if (typeof token !== 'string' || !token) throw new RegistryError(`${at.host} answers without a token`);
  return token;
}
