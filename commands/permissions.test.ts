import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { always, exclusively, missingRules, type Rule } from '../clusters/existing/permissions.ts';
import type { ApiClient } from '../harness/api/client.ts';
import { resources } from '../harness/api/resources.ts';
import { watchedKinds } from '../harness/engine/view/shared-view.ts';

const rules: readonly Rule[] = [
  { apiGroups: [''], resources: ['pods', 'services', 'pods/log'], verbs: ['get', 'list'] },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
];

/** An API that allows each `group/resource[/subresource] verb`, and records its requests. */
function allowing(...allowed: readonly string[]) {
  const asked: string[] = [];
  const request = async (
    _method: string,
    _path: string,
    { body }: { body: { spec: { resourceAttributes: Record<string, string> } } },
  ) => {
    const { group, resource, subresource, verb } = body.spec.resourceAttributes;
    const one = `${group}/${resource}${subresource ? `/${subresource}` : ''} ${verb}`;
    asked.push(one);
    return { status: { allowed: allowed.includes(one) } };
  };
  return { api: { request } as unknown as ApiClient, asked };
}

describe('missingRules', () => {
  it('asks once where everything is allowed', async () => {
    const { api, asked } = allowing('*/* *');
    expect(await missingRules(api, rules)).to.deep.equal([]);
    expect(asked).to.deep.equal(['*/* *']);
  });

  it('misses nothing where each is allowed', async () => {
    const all = ['/pods get', '/pods list', '/services get', '/services list', '/pods/log get', '/pods/log list'];
    expect(await missingRules(allowing(...all, 'apps/deployments list').api, rules)).to.deep.equal([]);
  });

  it('returns all that is missing, grouped by verbs', async () => {
    const { api } = allowing('/pods get', '/services get');
    expect(await missingRules(api, rules)).to.deep.equal([
      { apiGroups: [''], resources: ['pods', 'services'], verbs: ['list'] },
      { apiGroups: [''], resources: ['pods/log'], verbs: ['get', 'list'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
    ]);
  });
});

const isAllowed = (
  rules: readonly Rule[],
  { apiVersion, plural }: { apiVersion: string; plural: string },
  verb: string,
) =>
  rules.some(
    ({ apiGroups, resources, verbs }) =>
      apiGroups.includes(apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '') &&
      resources.includes(plural) &&
      verbs.includes(verb),
  );

describe('the rules of what a run needs', () => {
  for (const kind of watchedKinds)
    it(`let it watch ${kind}`, () => {
      for (const verb of ['list', 'watch']) expect(isAllowed(always, resources[kind], verb), verb).to.equal(true);
    });

  const suites = new URL('../suites/', import.meta.url).pathname;
  const written = readdirSync(suites, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parseAllDocuments(readFileSync(join(suites, file), 'utf8')))
    .map((document) => (document.toJS() as { kind?: string } | null)?.kind ?? '');
  for (const kind of new Set(written))
    it(`let it create, change and delete ${kind}, as scenarios do`, () => {
      const resource = (resources as Readonly<Record<string, (typeof resources)['Pod']>>)[kind];
      expect(resource, 'a kind that we know').not.to.equal(undefined);
      for (const verb of ['create', 'patch', 'delete'])
        expect(isAllowed([...always, ...exclusively], resource ?? resources.Pod, verb), verb).to.equal(true);
    });
});
