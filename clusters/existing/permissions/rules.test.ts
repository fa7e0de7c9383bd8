import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { resources } from '../../../harness/api/resources.ts';
import { watchedKinds } from '../../../harness/engine/view/shared-view.ts';
import { always, exclusively, type Rule } from './rules.ts';

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

  const suites = new URL('../../../suites/', import.meta.url).pathname;
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
