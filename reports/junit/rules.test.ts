import { expect } from 'chai';
import type { ConformanceReport } from '../../harness/report.ts';
import { conformanceReport } from '../sample/conformance-report.ts';
import { interrupted, notStarted } from '../sample/cut-short.ts';
import { everyVerdict } from '../sample/every-verdict.ts';
import { flaky } from '../sample/flaky.ts';
import { hostile, hostileText } from '../sample/hostile.ts';
import { type ParsedCase, parsedJUnit } from '../sample/parsed-junit.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { type JUnitOptions, junitReporter } from './junit.ts';

const rendered = (report: ConformanceReport, options: JUnitOptions = {}) =>
  parsedJUnit(junitReporter(options).render(report));
const casesOf = (report: ConformanceReport, options: JUnitOptions = {}) =>
  rendered(report, options).suites.flatMap(({ cases }) => cases);
const samples = { everyVerdict, flaky, hostile, interrupted, notStarted };
const of = (kind: string) => (testCase: ParsedCase) => testCase.properties.verdict === kind;

/** What all readers of JUnit together ask for; docs/reports.md names them. */
describe('what readers of JUnit rely on', () => {
  it('rule 1: one file with a name that TestGrid reads, of legal characters, below 30 MB', () => {
    const long = hostileText.repeat(50);
    const findings = Array.from({ length: 12 }, () => ({ summary: long, met: false, saw: long }));
    const failing = Array.from({ length: 10 }, (_, place) =>
      scenarioReport({ id: `suite/${place}`, verdict: { kind: 'failed', findings } }),
    );
    const report = conformanceReport(failing);
    const xml = junitReporter().render(report);
    expect(xml).to.match(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
    expect(Buffer.byteLength(xml)).to.be.lessThan(30_000_000);
    expect(junitReporter().fileName(report)).to.match(/^junit_[^_]+_\d{8}-\d{4}_\d\d\.xml$/);
  });

  it('rule 2: suites are neither nested nor empty, and have all that a suite must have', () => {
    for (const report of Object.values(samples)) {
      const xml = junitReporter().render(report());
      expect(xml.match(/<testsuite |<\/testsuite>/g)?.join('')).to.match(/^(<testsuite <\/testsuite>)+$/);
      const { counters, suites } = parsedJUnit(xml);
      const counts = ['name', 'tests', 'failures', 'errors', 'skipped', 'time'];
      expect(counters).to.include.keys(counts);
      for (const { attributes, cases } of suites) {
        expect(attributes).to.include.keys([...counts, 'timestamp', 'hostname']);
        expect(cases).not.to.deep.equal([]);
      }
    }
  });

  it('rule 3: each case has a unique name that does not depend on the run', () => {
    for (const report of Object.values(samples)) {
      const identities = casesOf(report()).map(({ classname, name }) => `${classname} ${name}`);
      expect(new Set(identities).size).to.equal(identities.length);
      expect(identities.join('\n')).not.to.include(report().run.id);
      for (const { namespace } of report().scenarios)
        if (namespace && report !== hostile) expect(identities.join('\n')).not.to.include(namespace);
    }
    const [scenario] = casesOf(conformanceReport([scenarioReport({})])).filter(of('passed'));
    expect(scenario?.classname).to.equal('aks-virtual-node.aci-virtual-node.embedded');
    expect(scenario?.name).to.match(/^aks-virtual-node\/toleration-and-selector A pod with /);
  });

  it('rule 4: counters are whole, disjoint and include what was skipped; times are seconds with a dot', () => {
    for (const report of Object.values(samples)) {
      const { counters, suites } = rendered(report());
      for (const { attributes, cases } of [...suites, { attributes: counters, cases: casesOf(report()) }]) {
        const count = (kind: string) => `${cases.filter(({ outcomes }) => outcomes[0]?.kind === kind).length}`;
        expect(attributes).to.include({ tests: `${cases.length}`, failures: count('failure'), errors: count('error') });
        expect(attributes.skipped).to.equal(count('skipped'));
        for (const time of [attributes.time, ...cases.map((testCase) => testCase.attributes.time)])
          expect(time).to.match(/^\d+\.\d{3}$/);
      }
    }
  });
});
