import { expect } from 'chai';
import { type ProfileName, profiles } from '../virtual-kubelet/profiles.ts';
import type { Stored } from './memory-api.ts';
import { virtualNode } from './virtual-kubelet-node.ts';

export const both = ['aks-1.4.8', 'aks-1.6'] as const;
export const old = ['aks-1.4.8'] as const;
export const recent = ['aks-1.6'] as const;

/** What a Pod has, the profiles that refuse or accept it, and the text of a refusal. */
export type Refused = readonly (readonly [title: string, spec: object, by: readonly ProfileName[], text: string])[];
export type Accepted = readonly (readonly [title: string, spec: object, by: readonly ProfileName[]])[];

/** Parts of a Pod's spec. */
export const volume = (source: object) => ({ volumes: [{ name: 'v', ...source }] });
export const container = (fields: object) => ({ containers: [{ name: 'web', image: 'nginx', ...fields }] });
export const init = (fields: object) => ({ initContainers: [{ name: 'init', image: 'busybox', ...fields }] });
export const pull = (name: string) => ({ imagePullSecrets: [{ name }] });

/** What a profile makes of a Pod. */
export async function outcome(name: ProfileName, spec: object) {
  using node = await virtualNode(profiles[name], { objects });
  await node.bind({ spec });
  await node.clock.advance(100);
  const { reason, message } = node.pod()?.status ?? {};
  return { reason, message, group: node.groups.get('default-web') !== undefined };
}

const secret = (name: string, type: string, values: Readonly<Record<string, string>>): Stored => ({
  apiVersion: 'v1',
  kind: 'Secret',
  type,
  metadata: { name, namespace: 'default' },
  data: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, btoa(value)])),
});
const json = (name: string, content: object) =>
  secret(name, 'kubernetes.io/dockerconfigjson', { '.dockerconfigjson': JSON.stringify(content) });
const auths = (auth: object) => ({ auths: { 'mine.azurecr.io': auth } });

const objects = [
  secret('storage', 'Opaque', { azurestorageaccountname: 'a', azurestorageaccountkey: 'k' }),
  secret('cfg-empty', 'kubernetes.io/dockercfg', {}),
  secret('json-empty', 'kubernetes.io/dockerconfigjson', {}),
  json('json-malformed', {}),
  json('json-no-user', auths({})),
  json('json-auth', auths({ auth: btoa('me:secret') })),
  json('json-user', auths({ username: 'me', password: 'secret' })),
];

/** Declares a test a row and profile. */
export function describeOutcomes(
  title: string,
  { refused = [], accepted = [] }: { refused?: Refused; accepted?: Accepted },
): void {
  describe(title, () => {
    for (const [what, spec, by, message] of refused) {
      for (const name of by) {
        it(`is refused by ${name}: ${what}`, async () => {
          expect(await outcome(name, spec)).to.deep.equal({ reason: 'ProviderFailed', message, group: false });
        });
      }
    }
    for (const [what, spec, by] of accepted) {
      for (const name of by) {
        it(`is accepted by ${name}: ${what}`, async () => {
          expect(await outcome(name, spec)).to.deep.equal({ reason: undefined, message: undefined, group: true });
        });
      }
    }
  });
}
