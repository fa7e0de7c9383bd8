import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInputError } from '../harness/errors.ts';
import type { LifecycleReport, ScenarioReport } from '../harness/report.ts';
import { jsonReporter } from '../reports/json/report-json.ts';
import { conformanceReport } from '../reports/sample/conformance-report.ts';
import { scenarioReport } from '../reports/sample/scenario-report.ts';
import { type CompareCommand, compare } from './compare.ts';
import { home } from './testing/plimsoll.ts';

const findings = [{ summary: 'Pod web is running', met: false, saw: 'Pending' }];
const passed = scenarioReport({});
const failed = scenarioReport({ verdict: { kind: 'failed', findings } });
const errored = scenarioReport({ verdict: { kind: 'errored', error: 'no answer', findings: [] } });
const skipped = scenarioReport({ verdict: { kind: 'skipped', reason: 'the cluster lacks zones' } });

interface Run {
  readonly scenarios: readonly ScenarioReport[];
  readonly lifecycle?: readonly LifecycleReport[];
}
const of = (...scenarios: readonly ScenarioReport[]): Run => ({ scenarios });
const other = (scenario: ScenarioReport): ScenarioReport => ({ ...scenario, id: 'aks-virtual-node/hello-page' });
const leaving: Run = {
  scenarios: [passed],
  lifecycle: [
    {
      id: 'leak-check',
      title: 'Nothing is left behind',
      cluster: 'embedded',
      seconds: 1,
      error: 'a container is left',
    },
  ],
};

/** Reports of two runs, in directories named one and other. */
function reports(place: string, one: Run, other: Run): void {
  for (const [name, { scenarios, lifecycle = [] }] of Object.entries({ one, other })) {
    mkdirSync(join(place, name));
    writeFileSync(join(place, name, 'report.json'), jsonReporter.render(conformanceReport(scenarios, { lifecycle })));
  }
}

describe('compare', function () {
  this.timeout(20_000); // loads every scenario, on a machine that may be busy

  const cases: readonly (readonly [string, Run, Run, number, string])[] = [
    ['0 when they are alike', of(passed), of(passed), 0, '0 unexplained differences'],
    ['0 when both failed alike', of(failed), of(failed), 0, '0 unexplained differences'],
    ['1 when they differ', of(passed), of(failed), 1, '1 unexplained difference'],
    ['3 when one is inconclusive', of(passed), of(errored), 3, '1 errored'],
    [
      '3 when both are inconclusive, though another scenario failed',
      of(failed, other(errored)),
      of(failed, other(errored)),
      3,
      '1 errored',
    ],
    ['4 when something is left behind', of(passed), leaving, 4, 'left behind: a container is left'],
    ['4 when nothing could be compared', of(skipped), of(skipped), 4, 'nothing could be compared'],
  ];
  for (const [what, one, other, expected, words] of cases) {
    it(`exits with ${what}, and writes what it prints`, async () => {
      using place = home();
      reports(place.path, one, other);
      const [first, second, out] = [join(place.path, 'one'), join(place.path, 'other/report.json'), place.path];
      const output: string[] = [];
      const say = (text: string) => void output.push(text);
      const code = await compare([first, second], { timeoutFactor: 1, out }, { print: say, complain: say });
      expect(code, output.join('\n')).to.equal(expected);
      expect(output.join('\n')).to.contain(words);
      const written = JSON.parse(readFileSync(join(out, 'compare.json'), 'utf8'));
      expect(written.rows).to.have.length(one.scenarios.length);
      expect(readFileSync(join(out, 'compare.md'), 'utf8')).to.contain('# embedded and embedded-2');
    });
  }

  const refused: readonly (readonly [string, readonly string[], Partial<CompareCommand>, string])[] = [
    ['one cluster', ['embedded'], {}, 'expected at least two clusters or reports'],
    ['a cluster twice', ['embedded', 'embedded'], {}, 'embedded is named twice'],
    ['neither a kind nor a file', ['embedded', 'moon'], {}, 'moon: expected a kind of cluster (embedded, kind,'],
    ['a file that is no report', ['embedded', '/dev/null'], {}, '/dev/null: expected the report.json of a run'],
    ['an option that fits none of them', ['embedded', 'k3s'], { nodes: 3 }, '--nodes is for --cluster kind'],
    ['a scenario that is not there', ['embedded', 'kind'], { scenario: ['pvc-is-refuse'] }, 'pvc-is-refused'],
  ];
  for (const [what, names, options, hint] of refused) {
    it(`refuses ${what}`, async () => {
      const refusal = await compare(names, { timeoutFactor: 1, ...options }).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(refusal).to.be.instanceOf(BadInputError);
      expect(refusal).to.have.property('message').that.contains(hint);
    });
  }

  const contexts: readonly (readonly [string, string, string])[] = [
    ['that is not on this machine and named once', 'far', '--i-own-this-cluster far'],
    ['that is not there', 'fare', 'far'],
  ];
  for (const [what, context, hint] of contexts) {
    it(`refuses a context ${what}, before the other cluster is started`, async () => {
      using place = home();
      const kubeconfig = join(place.path, 'config');
      writeFileSync(kubeconfig, farAway);
      const output: string[] = [];
      const say = (text: string) => void output.push(text);
      const out = join(place.path, 'out');
      const refusal = await compare(
        ['embedded', 'existing'],
        { timeoutFactor: 1, context, kubeconfig, out },
        { print: say, complain: say },
      ).catch((error: Error) => error);
      expect(refusal).to.be.instanceOf(BadInputError).with.property('message').that.contains(hint);
      expect(output).to.deep.equal([]);
      expect(existsSync(out)).to.equal(false);
    });
  }
});

const farAway = `apiVersion: v1
kind: Config
clusters: [{ name: far, cluster: { server: 'https://far.example:443' } }]
users: [{ name: me, user: { token: secret } }]
contexts: [{ name: far, context: { cluster: far, user: me } }]
`;
