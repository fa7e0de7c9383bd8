import { type Dispatcher, request } from 'undici';
import type { RegistryAddress } from './registry-address.ts';
import { RegistryError } from './registry-error.ts';
import { authorizationFor } from './token.ts';

export type Answer = Dispatcher.ResponseData;

/** One image's part of a registry (distribution spec, `/v2/<name>/…`). */
export interface Repository {
  /** `registry.k8s.io/etcd` */
  readonly name: string;
  /** Status 200 or 206, or it rejects. Whoever gets the answer reads its body to the end. */
  get(path: string, options: { headers: Readonly<Record<string, string>>; signal: AbortSignal }): Promise<Answer>;
}

const redirections = [301, 302, 303, 307, 308];
const mostRedirections = 5;

/** Opens a repository. What proves who we are is kept by origin, so that it never goes along with a redirection. */
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
        const answer = await request(url, {
          headers: { ...headers, ...(authorization && { authorization }) },
          dispatcher,
          signal,
        });
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
  if (!to) throw new RegistryError(`${from.host} redirects to no address`, { status: answer.statusCode });
  if (from.protocol === 'https:' && to.protocol !== 'https:') {
    throw new RegistryError(`${from.host} redirects from HTTPS to ${to.protocol}//${to.host}: refused`);
  }
  return to;
}

async function refusal(answer: Answer, what: string): Promise<RegistryError> {
  const status = answer.statusCode;
  const words = (await answer.body.text()).replace(/\s+/g, ' ').slice(0, 200).trim();
  const message = `${what} with status ${status}${words && `: ${words}`}`;
  return new RegistryError(message, { status, transient: status === 429 || status >= 500 });
}
