import { BadInputError } from '../../../harness/bad-input.ts';

/** Where images are pulled from. */
export interface RegistryAddress {
  /** Ends in `/v2/`, and after that the path that a mirror keeps the images under. */
  readonly api: URL;
  /** What people call it: no scheme, no password. */
  readonly name: string;
  /** Value of an Authorization header, from the user and password in the setting. */
  readonly basic?: string;
}

/** Understands `host`, `host:port/path` and URLs; plain HTTP must be asked for with `http://`; throws a BadInputError. */
export function registryAddress(setting = 'https://registry.k8s.io'): RegistryAddress {
  const url = URL.parse(setting.includes('://') ? setting : `https://${setting}`);
  const user = url && decoded(`${url.username}:${url.password}`);
  if (!url || !user || !['http:', 'https:'].includes(url.protocol) || url.search || url.hash) {
    throw new BadInputError(
      `the registry ${withoutPassword(setting)} is no address: registry.k8s.io, mirror.example/path or http://localhost:5000 was expected`,
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
    return undefined; // told as an address that is none
  }
}

function withoutPassword(setting: string): string {
  return setting.replace(/\/\/[^@/]*@/, '//…@');
}
