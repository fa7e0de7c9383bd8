import { type Dispatcher, request } from 'undici';
import { RegistryError } from './registry-error.ts';
import type { Answer } from './repository.ts';

interface Credentials {
  /** What was refused. */
  readonly url: URL;
  /** Authorization of the user at this registry. */
  readonly basic: string | undefined;
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
}

/** Answers a 401 with the Authorization that its challenge asks for (distribution spec, token authentication). */
export async function authorizationFor(refused: Answer, credentials: Credentials): Promise<string> {
  const { url, basic } = credentials;
  const challenges = [refused.headers['www-authenticate'] ?? []].flat();
  const bearer = challenges.map(parametersOfBearer).find((parameters) => parameters?.realm);
  if (bearer) return `Bearer ${await tokenFrom(bearer, credentials)}`;
  if (challenges.some((challenge) => /^basic\b/i.test(challenge)) && basic) return basic;
  const remedy = basic
    ? 'the user and password in the setting are not accepted'
    : 'put user:password@ before the host in the setting';
  throw new RegistryError(`${url.host} asks who we are (${challenges.join('; ') || 'in no known way'}): ${remedy}`, {
    status: 401,
  });
}

function parametersOfBearer(challenge: string): Readonly<Record<string, string>> | undefined {
  if (!/^bearer\s/i.test(challenge)) return undefined;
  return Object.fromEntries(
    [...challenge.matchAll(/([a-z]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/gi)].map(([, key = '', quoted, plain]) => [
      key.toLowerCase(),
      quoted ?? plain ?? '',
    ]),
  );
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
    const transient = status === 429 || status >= 500;
    throw new RegistryError(`${at.host} gives no token for ${url.host}: status ${status}`, { status, transient });
  }
  const body = (await answer.body.json()) as { token?: unknown; access_token?: unknown };
  const token = body.token ?? body.access_token;
  if (typeof token !== 'string' || !token) throw new RegistryError(`${at.host} answers without a token`);
  return token;
}
