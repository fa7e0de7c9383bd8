import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import type { ConformanceReport } from '../../harness/report.ts';
import { everyVerdict } from '../sample/every-verdict.ts';
import { hostile } from '../sample/hostile.ts';
import schema from './report.schema.json' with { type: 'json' };
import { jsonReporter } from './report-json.ts';

describe('report.schema.json', () => {
  it('accepts reports of every kind', () => {
    expect(violations(everyVerdict())).to.deep.equal([]);
    expect(violations({ ...everyVerdict(), clusters: [], scenarios: [] })).to.deep.equal([]);
  });

  it('refuses a field that is missing, misspelt, or of another kind', () => {
    const { run: _, ...without } = everyVerdict();
    expect(violations(without)).to.include("/ must have required property 'run'");
    expect(violations({ ...everyVerdict(), extra: 1 })).to.include('/ must NOT have unevaluated properties');
    expect(
      violations({
        ...everyVerdict(),
        lifecycle: [{ id: 'cluster-start', title: 'The cluster starts', cluster: 'embedded', seconds: '1' }],
      }),
    ).to.include('/lifecycle/0/seconds must be number');
    const [first] = everyVerdict().scenarios;
    const verdict = { kind: 'skipped', reason: '' };
    expect(violations({ ...everyVerdict(), scenarios: [{ ...first, verdict }] })).to.include(
      '/scenarios/0/verdict/reason must NOT have fewer than 1 characters',
    );
  });

  it('refuses times that are none', () => {
    expect(violations(hostile()).join()).to.match(/timeline\/0\/at must match format "date-time"/);
  });
});

/** Stricter than the published schema, which must accept what a later version adds: here nothing unknown may be. */
const validate = new Ajv2020({ allErrors: true })
  .addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
  .compile(sealed(structuredClone(schema)) as object);

function sealed(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part;
  for (const inner of Object.values(part)) sealed(inner);
  const described = part as { type?: unknown; properties?: unknown; unevaluatedProperties?: boolean };
  if (described.type === 'object') described.unevaluatedProperties = false;
  return part;
}

function violations(given: unknown): string[] {
  validate(JSON.parse(jsonReporter.render(given as ConformanceReport)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}
