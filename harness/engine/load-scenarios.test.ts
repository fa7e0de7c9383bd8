import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { BadInputError } from '../errors.ts';
import { loadScenarios, selectScenarios } from './load-scenarios.ts';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\n';
const guarantee = `{ kind: 'guarantee', source: { title: 'T', section: 'S' }, description: 'It runs.', expect: [{}] }`;
const limitation =
  "{ kind: 'limitation', source: { title: 'T', section: 'S' }, description: 'No.', expect: [{}], lifted: [{}] }";

describe('loadScenarios', () => {
  it('finds every scenario, in the order of ids, with the line on which it begins', async () => {
    await using root = await project({
      'suites/zones/attach-limit.scenario.ts': `// A comment.\n\n${scenario()}`,
      'suites/aks/runs.scenario.ts': scenario(),
      'suites/aks/runs.yaml': pod,
      'suites/zones/runs.yaml': pod,
      'suites/aks/documents.ts': 'export const a = 1;',
    });
    const found = await loadScenarios(root.path);
    expect(found.map(({ id, suite, behaviour, file, line }) => ({ id, suite, behaviour, file, line }))).to.deep.equal([
      { id: 'aks/runs', suite: 'aks', behaviour: 'runs', file: 'suites/aks/runs.scenario.ts', line: 1 },
      {
        ...{ id: 'zones/attach-limit', suite: 'zones', behaviour: 'attach-limit' },
        ...{ file: 'suites/zones/attach-limit.scenario.ts', line: 3 },
      },
    ]);
    expect(found[0]).to.deep.include({ title: 'A Pod runs', directory: join(root.path, 'suites/aks') });
  });

  it('selects', async () => {
    await using root = await project({
      'suites/aks/a.scenario.ts': scenario({ given: '[]' }),
      'suites/aks/b.scenario.ts': scenario({ given: '[]' }),
    });
    const found = await loadScenarios(root.path, { scenarios: ['b'] });
    expect(found.map(({ id }) => id)).to.deep.equal(['aks/b']);
  });

  for (const [what, files, message] of [
    ['no scenario', {}, 'there is no scenario'],
    ['a syntax error', { 'a.scenario.ts': 'export default {' }, 'suites/aks/a.scenario.ts: cannot be imported: '],
    [
      'no default export',
      { 'a.scenario.ts': 'export const a = 1;' },
      'suites/aks/a.scenario.ts: expected `export default scenario({ … })`',
    ],
    [
      'a manifest that is not there',
      { 'a.scenario.ts': scenario() },
      'suites/aks/runs.yaml: suites/aks/a.scenario.ts names it, but it cannot be read',
    ],
    [
      'a manifest that is no YAML',
      { 'a.scenario.ts': scenario(), 'runs.yaml': `${pod}spec: {` },
      'suites/aks/runs.yaml:4 (document 1): ',
    ],
    [
      'a limitation without a control',
      { 'a.scenario.ts': scenario({ given: '[]', documented: `[${limitation}]` }) },
      'suites/aks/a.scenario.ts: control: a limitation needs one',
    ],
    [
      'no list of manifests',
      { 'a.scenario.ts': scenario({ given: 'undefined' }) },
      'a.scenario.ts: given: expected a list',
    ],
    [
      'no statement',
      { 'a.scenario.ts': scenario({ documented: '[]' }) },
      'a.scenario.ts: documented: expected a guarantee or a limitation',
    ],
    [
      'a statement without its source',
      { 'a.scenario.ts': scenario({ documented: `[{ ...${guarantee}, source: { title: 'T' } }]` }) },
      'a.scenario.ts: documented[0].source: expected a document and its section',
    ],
    [
      'a statement that expects nothing',
      { 'a.scenario.ts': scenario({ documented: `[${guarantee}, { ...${guarantee}, expect: [] }]` }) },
      'a.scenario.ts: documented[1].expect: nothing is expected',
    ],
    [
      'versions that are no range',
      { 'a.scenario.ts': scenario({ documented: `[{ ...${guarantee}, versions: 'new' }]` }) },
      'a.scenario.ts: documented[0].versions: expected a semver range, found new',
    ],
    [
      'another level',
      { 'a.scenario.ts': scenario({ level: `'deep'` }) },
      'a.scenario.ts: level: expected core or extended, found deep',
    ],
  ] as const)
    it(`refuses ${what}, and names the file`, async () => {
      await using root = await project(
        Object.fromEntries(Object.entries(files).map(([name, text]) => [`suites/aks/${name}`, text])),
      );
      const error = await loadScenarios(root.path).catch((error: unknown) => error);
      expect(error).to.be.instanceOf(BadInputError).with.property('message').that.includes(message);
    });
});

function scenario(different: Readonly<Record<string, string>> = {}): string {
  const fields = {
    title: `'A Pod runs'`,
    level: `'core'`,
    about: `'kubernetes'`,
    requires: '[]',
    given: `['runs.yaml']`,
    documented: `[${guarantee}]`,
    ...different,
  };
  return `export default {\n${Object.entries(fields)
    .map(([name, value]) => `  ${name}: ${value},`)
    .join('\n')}\n};\n`;
}

/** A directory with these files, which is removed again. */
async function project(files: Readonly<Record<string, string>>) {
  const path = await mkdtemp(join(tmpdir(), 'plimsoll-load-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

const all = [
  'aks/hello-page',
  'aks/pvc-is-refused',
  'aks/pvc-on-vm-node',
  'zones/attach-limit',
  'nif/attach-limit',
].map((id) => {
  const [suite = '', behaviour = ''] = id.split('/');
  return { id, suite, behaviour };
});

describe('selectScenarios', () => {
  for (const [selection, ids] of [
    [{}, all.map(({ id }) => id)],
    [{ suites: [], scenarios: [] }, all.map(({ id }) => id)],
    [{ suites: ['aks'] }, ['aks/hello-page', 'aks/pvc-is-refused', 'aks/pvc-on-vm-node']],
    [{ scenarios: ['hello-page'] }, ['aks/hello-page']],
    [{ scenarios: ['attach-limit'] }, ['zones/attach-limit', 'nif/attach-limit']],
    [{ scenarios: ['pvc-*'] }, ['aks/pvc-is-refused', 'aks/pvc-on-vm-node']],
    [{ scenarios: ['aks/*'] }, ['aks/hello-page', 'aks/pvc-is-refused', 'aks/pvc-on-vm-node']],
    [{ scenarios: ['*/attach-*', 'hello-page'] }, ['aks/hello-page', 'zones/attach-limit', 'nif/attach-limit']],
    [{ suites: ['z*'], scenarios: ['attach-limit'] }, ['zones/attach-limit']],
  ] as const)
    it(`${JSON.stringify(selection)} selects ${ids.length}, each once, in their order`, () => {
      expect(selectScenarios(all, selection).map(({ id }) => id)).to.deep.equal(ids);
    });

  for (const [selection, message] of [
    [{ scenarios: ['pvc-is-refuse'] }, 'no scenario is named pvc-is-refuse; the nearest: aks/pvc-is-refused'],
    [{ scenarios: ['aks/hello'] }, 'no scenario is named aks/hello; the nearest: aks/hello-page'],
    [{ scenarios: ['hello-page', 'nothing-*'] }, 'no scenario is named nothing-*'],
    [{ suites: ['ask'] }, 'no suite is named ask; the nearest: aks'],
    [{ suites: ['aks'], scenarios: ['attach-limit'] }, 'no scenario is named attach-limit'],
  ] as const satisfies readonly (readonly [Parameters<typeof selectScenarios>[1], string])[])
    it(`refuses ${JSON.stringify(selection)}`, () => {
      expect(() => selectScenarios(all, selection)).to.throw(BadInputError, message);
    });

  it('refuses to select among none', () => {
    expect(() => selectScenarios([], {})).to.throw(BadInputError, 'there is no scenario');
  });
});
