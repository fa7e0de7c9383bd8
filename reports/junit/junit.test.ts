import { expect } from 'chai';
import { conformanceReport } from '../sample/conformance-report.ts';
import { interrupted, notStarted } from '../sample/cut-short.ts';
import { everyVerdict } from '../sample/every-verdict.ts';
import { parsedJUnit } from '../sample/parsed-junit.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { junitReporter } from './junit.ts';

const rendered = (report = everyVerdict(), options = {}) => parsedJUnit(junitReporter(options).render(report));
const casesOf = (parsed: ReturnType<typeof rendered>) => parsed.suites.flatMap(({ cases }) => cases);
const caseOf = (name: string, parsed = rendered()) =>
  casesOf(parsed).find((testCase) => testCase.name.startsWith(name));

describe('junitReporter', () => {
  it('counts what is there, in each suite and in all, each case once', () => {
    const { counters, suites } = rendered();
    const count = (cases: ReturnType<typeof casesOf>) => ({
      tests: `${cases.length}`,
      ...Object.fromEntries(
        Object.entries({ failures: 'failure', errors: 'error', skipped: 'skipped' }).map(([counter, kind]) => [
          counter,
          `${cases.filter(({ outcomes }) => outcomes[0]?.kind === kind).length}`,
        ]),
      ),
    });
    for (const { attributes, cases } of suites) expect(attributes).to.include(count(cases));
    expect(counters).to.include(count(suites.flatMap(({ cases }) => cases)));
    expect(counters).to.include({ tests: '10', failures: '2', errors: '1', skipped: '1' });
  });

  it('agrees with the summary of the report', () => {
    const { summary } = everyVerdict();
    const verdicts = casesOf(rendered()).flatMap(({ properties }) => properties.verdict ?? []);
    for (const kind of ['passed', 'drifted', 'failed', 'skipped', 'errored'] as const)
      expect(verdicts.filter((verdict) => verdict === kind)).to.have.length(summary[kind]);
  });

  it('gives a case at most one outcome, and each a unique name', () => {
    const cases = casesOf(rendered());
    for (const { outcomes } of cases) expect(outcomes.length).to.be.lessThan(2);
    const identities = cases.map(({ classname, name }) => `${classname} ${name}`);
    expect(new Set(identities).size).to.equal(identities.length);
  });

  it('makes a suite of the run itself and one of each suite, by name', () => {
    expect(rendered().suites.map(({ name }) => name)).to.deep.equal(['lifecycle', 'aks-virtual-node', 'multi-az']);
  });

  it('names cases alike from run to run', () => {
    const identities = (namespace: string, id: string) => {
      const report = conformanceReport([scenarioReport({ namespace })]);
      const parsed = rendered({ ...report, run: { ...report.run, id, startedAt: '2027-01-01T00:00:00Z' } });
      return casesOf(parsed).map(({ classname, name }) => [classname, name]);
    };
    expect(identities('plimsoll-1', 'run-1')).to.deep.equal(identities('plimsoll-2', 'run-2'));
  });

  it('names cases alike when the cluster did not start', () => {
    const identities = (report = notStarted()) =>
      casesOf(rendered(report, { cluster: 'embedded' })).map(({ classname, name }) => `${classname} ${name}`);
    const started = conformanceReport(notStarted().scenarios, { lifecycle: notStarted().lifecycle });
    expect(identities()).to.deep.equal(identities(started));
  });

  it('keeps dots out of the parts of a classname', () => {
    const about = 'file.csi.azure.com';
    const [testCase] = casesOf(rendered(conformanceReport([scenarioReport({ about })]))).slice(-1);
    expect(testCase?.classname).to.equal('aks-virtual-node.file-csi-azure-com.embedded');
  });

  it('reports a failure in one line of 140 characters, then at length', () => {
    const [failure] = caseOf('aks-virtual-node/pvc-is-refused')?.outcomes ?? [];
    const [line = '', blank, ...rest] = failure?.text?.split('\n') ?? [];
    expect(failure).to.include({ kind: 'failure', type: 'StatusMismatch', message: 'not as documented' });
    expect(line).to.match(/^Pods of Deployment web are refused .*, saw: web-7d55d7679b-ftb5n: Pending, ProviderFailed/);
    expect(line.length).to.be.at.most(140);
    expect(blank).to.equal('');
    const order = ['statement:', 'source:', 'expected:', 'seen:', 'met:', 'events:', 'timeline:', 'run again:'];
    const places = order.map((word) => rest.findIndex((text) => text.startsWith(word)));
    expect(places).to.deep.equal(places.filter((place) => place >= 0).toSorted((one, other) => one - other));
  });

  it('reports an inconclusive scenario as an error, with all its lines', () => {
    const [error] = caseOf('aks-virtual-node/private-registry')?.outcomes ?? [];
    expect(error).to.include({ kind: 'error', type: 'Inconclusive' });
    expect(error?.text).to.match(
      /^the control did not come about.*\n\nthe control.*\nError.*\n.*caused by: connect ECONNREFUSED/,
    );
  });

  it('gives the reason of a skip as attribute and as text', () => {
    const reason = 'the cluster lacks traffic';
    expect(caseOf('aks-virtual-node/hello-page')?.outcomes).to.deep.equal([
      { kind: 'skipped', message: reason, text: reason },
    ]);
  });

  it('never gives a reason that TestGrid takes for none', () => {
    const verdict = { kind: 'skipped', reason: 'skipped' } as const;
    const [testCase] = casesOf(rendered(conformanceReport([scenarioReport({ verdict })]))).slice(-1);
    expect(testCase?.outcomes[0]?.text).to.equal('the run gave no reason');
  });

  it('lets drift pass and says so, unless the run is strict', () => {
    const lenient = caseOf('aks-virtual-node/init-containers');
    expect(lenient?.outcomes).to.deep.equal([]);
    expect(lenient?.properties.verdict).to.equal('drifted');
    expect(lenient?.systemOut).to.match(/^drifted: the limitation is gone/);
    const strict = caseOf('aks-virtual-node/init-containers', rendered(everyVerdict(), { strict: true }));
    expect(strict?.outcomes[0]).to.include({ kind: 'failure', type: 'Drifted' });
  });

  it('prints nothing for cases that passed or were skipped', () => {
    for (const name of ['aks-virtual-node/toleration', 'aks-virtual-node/hello-page', 'The cluster starts'])
      expect(caseOf(name)).to.be.an('object').that.does.not.have.property('systemOut');
  });

  it('holds a leak against the cluster, and a cluster that did not start against the infrastructure', () => {
    expect(caseOf('Nothing is left behind')?.outcomes[0]).to.include({ kind: 'failure', type: 'LeftBehind' });
    const [start] = caseOf('The cluster starts', rendered(notStarted()))?.outcomes ?? [];
    expect(start).to.include({ kind: 'error', type: 'ClusterDidNotStart' });
    expect(start?.text).to.include('bind: address already in use');
  });

  it('is never green when the run was cut short', () => {
    const finished = (report = everyVerdict()) => caseOf('The run is finished', rendered(report))?.outcomes[0]?.text;
    expect(finished()).to.equal(undefined);
    expect(finished(interrupted())).to.match(/^the run was interrupted after 1 scenarios/);
    const report = interrupted();
    expect(finished({ ...report, run: { ...report.run, state: 'running' } })).to.match(/^the run was killed/);
  });

  it('gives numbers to TestGrid nowhere by accident', () => {
    for (const { properties } of casesOf(rendered()))
      for (const [name, value] of Object.entries(properties))
        expect(value === '' || Number.isNaN(Number(value)), `${name}=${value}`).to.equal(
          name !== 'seconds_to_scheduled',
        );
  });
});
