import type { RegistryCredential } from '../aci/container-group.ts';
import type { Pod, Secret } from '../kubernetes.ts';
import { type Lookups, valuesOf } from '../lookups.ts';
import type { Profile } from '../profile.ts';
import { Refusal } from '../refusal.ts';

interface AuthConfig {
  readonly username?: string;
  readonly password?: string;
  readonly auth?: string;
}

type CredentialProfile = Pick<Profile, 'readsAuthOfPullSecrets'>;

/** Credentials of a Pod's imagePullSecrets. Throws a Refusal with the provider's text. */
export function registryCredentials(
  { metadata, spec }: Pod,
  { lookups, profile }: { readonly lookups: Lookups; readonly profile: CredentialProfile },
): readonly RegistryCredential[] {
  return (spec?.imagePullSecrets ?? []).flatMap(({ name = '' }) => {
    const secret = lookups.secret(metadata?.namespace ?? '', name);
    if (!secret) throw new Refusal(`secret "${name}" not found`);
    return Object.entries(authsIn(secret)).map(([server, auth]) => credential(server, auth, profile));
  });
}

function authsIn(secret: Secret): Record<string, AuthConfig> {
  const values = valuesOf(secret);
  switch (secret.type) {
    case 'kubernetes.io/dockercfg': {
      const text = values['.dockercfg'];
      if (text === undefined) throw new Refusal('no dockercfg present in secret');
      return parsed<Record<string, AuthConfig>>(text);
    }
    case 'kubernetes.io/dockerconfigjson': {
      const text = values['.dockerconfigjson'];
      if (text === undefined) throw new Refusal('no dockerconfigjson present in secret');
      const { auths } = parsed<{ auths?: Record<string, AuthConfig> }>(text);
      if (!auths) throw new Refusal('malformed dockerconfigjson in secret');
      return auths;
    }
    default:
      throw new Refusal(
        'image pull secret type is not one of kubernetes.io/dockercfg or kubernetes.io/dockerconfigjson',
      );
  }
}

/** The provider passes on what Go's JSON decoder says; that text is not imitated. */
function parsed<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new Refusal((error as Error).message);
  }
}

function credential(server: string, auth: AuthConfig, { readsAuthOfPullSecrets }: CredentialProfile) {
  const { username, password = '' } = auth;
  if (username) return { server, username, password };
  if (!auth.auth || !readsAuthOfPullSecrets) {
    throw new Refusal(`no username present in auth config for server: ${server}`);
  }
  const parts = Buffer.from(auth.auth, 'base64').toString('utf8').split(':');
  const [user, word] = parts;
  if (parts.length !== 2 || user === undefined || word === undefined) {
    throw new Refusal(`malformed auth for server: ${server}`);
  }
  return { server, username: user, password: word };
}
