import { expect } from 'chai';
import type { ConformanceReport } from '../../harness/report.ts';
import { conformanceReport } from '../sample/conformance-report.ts';
import { interrupted, notStarted } from '../sample/cut-short.ts';
import { everyVerdict } from '../sample/every-verdict.ts';
import { flaky } from '../sample/flaky.ts';
import { hostile } from '../sample/hostile.ts';
import { type ParsedCase, parsedJUnit } from '../sample/parsed-junit.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { type JUnitOptions, junitReporter } from './junit.ts';

const rendered = (report: ConformanceReport, options: JUnitOptions = {}) =>
  parsedJUnit(junitReporter(options).render(report));
const casesOf = (report: ConformanceReport, options: JUnitOptions = {}) =>
  rendered(report, options).suites.flatMap(({ cases }) => cases);
const samples = { everyVerdict, flaky, hostile, interrupted, notStarted };
const of = (kind: string) => (testCase: ParsedCase) => testCase.properties.verdict === kind;

/** As rules.test.ts, of what is in a case. */
describe('what readers of JUnit rely on in a case', () => {
  it('rule 5: one outcome, whose text says it all in its first line, and whose message is short and another', () => {
    for (const report of Object.values(samples))
      for (const { outcomes } of casesOf(report())) {
        expect(outcomes.length).to.be.at.most(1);
        const [{ kind, message = '', text = '' } = { kind: 'none' }] = outcomes;
        if (kind !== 'failure' && kind !== 'error') continue;
        const [line = ''] = text.split('\n');
        expect(line.length).to.be.within(10, 140);
        expect(message.length).to.be.within(5, 40);
        expect(text).not.to.match(new RegExp(`^${message}`));
      }
  });

  it('rule 6: a failure does not conform, an error is inconclusive, and a skip has its reason twice', () => {
    const kinds = { failed: 'failure', errored: 'error', skipped: 'skipped' } as const;
    for (const [verdict, kind] of Object.entries(kinds)) {
      const [testCase] = casesOf(everyVerdict()).filter(of(verdict));
      expect(testCase?.outcomes.map((outcome) => outcome.kind)).to.deep.equal([kind]);
    }
    const [skip] = casesOf(everyVerdict()).filter(of('skipped'));
    expect(skip?.outcomes[0]).to.include({ message: 'the cluster lacks traffic', text: 'the cluster lacks traffic' });
  });

  it('rule 7: a step before the scenarios that fails is an error of each, under its own name', () => {
    const executed = conformanceReport(notStarted().scenarios.map(({ id }) => scenarioReport({ id })));
    const names = (report: ConformanceReport) => casesOf(report).filter(({ properties }) => properties.scenario);
    expect(names(notStarted()).map(({ name }) => name)).to.deep.equal(names(executed).map(({ name }) => name));
    for (const { outcomes } of names(notStarted())) expect(outcomes[0]?.kind).to.equal('error');
  });

  it('rule 8: one case however often it was executed; earlier attempts as those of Surefire', () => {
    const [registers, drifted, failed, errored] = ['node-registers', 'init-', 'pvc-is-', 'private-'].map(
      (behaviour) => {
        const cases = casesOf(flaky()).filter(({ name }) => name.startsWith(`aks-virtual-node/${behaviour}`));
        expect(cases).to.have.length(1);
        return cases[0];
      },
    );
    const kinds = (testCase?: ParsedCase) => testCase?.before.map(({ kind }) => kind);
    expect([registers?.outcomes, kinds(registers)]).to.deep.equal([[], ['flakyFailure']]);
    expect([drifted?.outcomes, kinds(drifted)]).to.deep.equal([[], ['flakyFailure', 'flakyFailure']]);
    expect([failed?.outcomes[0]?.kind, kinds(failed)]).to.deep.equal(['failure', ['rerunFailure']]);
    expect([errored?.outcomes[0]?.kind, kinds(errored)]).to.deep.equal(['error', ['rerunFailure', 'rerunFailure']]);
    expect(registers?.before[0]).to.include({ type: 'Inconclusive', message: 'infrastructure error or unmet control' });
    expect(registers?.before[0]?.text).to.match(/^the control did not come about within 30 s/);
    expect([registers, drifted].map((testCase) => testCase?.properties.attempts)).to.deep.equal(['2', '3']);
    expect(casesOf(flaky()).filter(({ properties }) => properties.attempts)).to.have.length(4);
  });

  it('rule 9: properties name scenario, cluster and requirements; only metrics are numbers', () => {
    const [testCase] = casesOf(flaky()).filter(({ name }) => name.includes('node-registers'));
    expect(testCase?.properties).to.include({
      scenario: 'aks-virtual-node/node-registers',
      cluster: 'embedded/aks-virtual-node',
      requires: 'virtual-node vm-nodes',
      level: 'core',
      kubernetes: '1.37.2',
      namespace: 'plimsoll-7f3a-toleration-and-selector',
      seconds_to_scheduled: '1.100',
    });
    const numbers = casesOf(flaky()).flatMap(({ properties }) =>
      Object.entries(properties).flatMap(([name, value]) => (value !== '' && Number(value) >= 0 ? [name] : [])),
    );
    expect([...new Set(numbers)]).to.have.members(['attempts', 'seconds_to_scheduled']);
    const xml = junitReporter().render(flaky());
    for (const name of ['plimsoll.version', 'run.id', 'run.command', 'component.kubernetes'])
      expect(xml).to.include(`<property name="${name}" value="`);
  });

  it('rule 10: red cases have a short timeline and attachments, and all have file and line', () => {
    const attachments = ['plimsoll-report/report.html', 'plimsoll-report/report.json'];
    for (const { properties, outcomes, attributes, systemOut = '' } of casesOf(everyVerdict(), { attachments })) {
      if (!properties.scenario) continue;
      expect(attributes.file).to.equal(`suites/${properties.scenario}.scenario.ts`);
      expect(attributes.line).to.match(/^\d+$/);
      const red = ['failure', 'error'].includes(outcomes[0]?.kind ?? '');
      const attached = systemOut.split('\n').filter((line) => /^\[\[ATTACHMENT\|.*\]\]$/.test(line));
      expect(attached).to.deep.equal(red ? attachments.map((path) => `[[ATTACHMENT|${path}]]`) : []);
      expect(/^timeline:$/m.test(systemOut)).to.equal(red);
      if (properties.verdict === 'passed' || properties.verdict === 'skipped') expect(systemOut).to.equal('');
    }
    const { scenarios } = everyVerdict();
    const timeline = Array.from({ length: 500 }, (_, second) => ({
      at: new Date(second * 1_000).toISOString(),
      object: 'Pod/web',
      state: `state ${second}`,
    }));
    const [long] = casesOf(conformanceReport(scenarios.map((each) => ({ ...each, timeline })))).filter(of('failed'));
    expect(long?.systemOut?.split('\n')).to.have.length(12);
    expect(long?.systemOut).to.match(/state 499$/);
  });

  it('rule 11: steps of the run have separate cases, and a leak makes no scenario red', () => {
    const [lifecycle, ...suites] = rendered({ ...everyVerdict(), scenarios: [scenarioReport({})] }).suites;
    expect(lifecycle?.name).to.equal('lifecycle');
    expect(lifecycle?.cases.map(({ name, outcomes }) => [name, outcomes[0]?.kind])).to.deep.equal([
      ['The cluster starts (aks-virtual-node)', undefined],
      ['The cluster starts (multi-az)', undefined],
      ['Nothing is left behind (aks-virtual-node)', 'failure'],
      ['The run is finished', undefined],
    ]);
    for (const { cases } of suites) expect(cases.flatMap(({ outcomes }) => outcomes)).to.deep.equal([]);
  });
});
