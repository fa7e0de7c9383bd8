import type { Pod, Secret } from '../../../harness/kubernetes.ts';
import type { GroupRequest } from './container-group.ts';
import { type Lookups, valuesOf } from './lookups.ts';
import type { Profile } from './profile.ts';
import { Refusal } from './refusals.ts';

type AuthConfig = Readonly<Partial<Record<'username' | 'password' | 'auth', string>>>;

/** Credentials of a Pod's imagePullSecrets. Throws a Refusal with the provider's text. */
export function registryCredentials(
  { metadata, spec }: Pod,
  { lookups, profile }: { readonly lookups: Lookups; readonly profile: Profile },
): GroupRequest['credentials'] {
  return (spec?.imagePullSecrets ?? []).flatMap(({ name = '' }) => {
    const secret = lookups.secret(metadata?.namespace ?? '', name);
    if (!secret) throw new Refusal(`secret "${name}" not found`);
    return Object.entries(authsIn(secret)).map(([server, auth]) => ({ server, ...login(server, auth, profile) }));
  });
}

function authsIn(secret: Secret): Record<string, AuthConfig> {
  const values = valuesOf(secret);
  const [, kind = ''] = /^kubernetes\.io\/(dockercfg|dockerconfigjson)$/.exec(secret.type ?? '') ?? [];
  if (!kind) {
    throw new Refusal('image pull secret type is not one of kubernetes.io/dockercfg or kubernetes.io/dockerconfigjson');
  }
  const text = values[`.${kind}`];
  if (text === undefined) throw new Refusal(`no ${kind} present in secret`);
  const config = parsed(text);
  if (kind === 'dockercfg') return config;
  if (!config.auths) throw new Refusal('malformed dockerconfigjson in secret');
  return config.auths;
}

/** The provider passes on the message of Go's JSON decoder; that text is not imitated. */
function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal((error as Error).message);
  }
}

function login(server: string, { username, password = '', auth }: AuthConfig, { readsAuthOfPullSecrets }: Profile) {
  if (username) return { username, password };
  if (!auth || !readsAuthOfPullSecrets) throw new Refusal(`no username present in auth config for server: ${server}`);
  const [user, word, ...more] = Buffer.from(auth, 'base64').toString('utf8').split(':');
  if (user === undefined || word === undefined || more.length > 0) {
    throw new Refusal(`malformed auth for server: ${server}`);
  }
  return { username: user, password: word };
}
