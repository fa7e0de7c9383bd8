import { expect } from 'chai';
import { conformanceReport } from '../sample/conformance-report.ts';
import { interrupted } from '../sample/cut-short.ts';
import { everyVerdict } from '../sample/every-verdict.ts';
import { hostile } from '../sample/hostile.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { annotations, workflowCommand } from './annotations.ts';

describe('annotations', () => {
  it('holds each to the file and line of its scenario', () => {
    const [, , failed] = annotations(everyVerdict());
    expect(failed).to.match(
      /^::error file=suites\/aks-virtual-node\/pvc-is-refused\.scenario\.ts,line=12,title=failed%3A /,
    );
  });

  it('makes an error of drift when the run is strict', () => {
    const drift = (strict: boolean) =>
      annotations(everyVerdict(), { strict }).find((line) => line.includes('init-containers'));
    expect(drift(false)).to.match(/^::warning /);
    expect(drift(true)).to.match(/^::error /);
  });

  it('is one command a line, whatever a cluster puts into its messages', () => {
    for (const line of annotations(hostile())) {
      expect(line).to.match(/^::(error|warning) [^\n\r]*$/);
      const [, properties = '', message = ''] = /^::\w+ (.*?)::(.*)$/.exec(line) ?? [];
      for (const property of properties.split(',')) expect(property).to.match(/^(file|line|title)=[^:]*$/);
      expect(message.replaceAll(/%(25|0A)/g, '')).not.to.match(/%|[^\P{Cc}\t]/u);
    }
  });

  it('shows as many as GitHub does, and says how many more there are', () => {
    const failing = (number: number) =>
      conformanceReport(
        Array.from({ length: number }, (_, place) =>
          scenarioReport({ id: `suite/${place}`, verdict: { kind: place % 2 ? 'failed' : 'drifted', findings: [] } }),
        ),
      );
    expect(annotations(failing(20))).to.have.length(20);
    const many = annotations(failing(42));
    expect(many).to.have.length(20);
    expect(many[9]).to.equal('::error title=plimsoll::12 more: see the summary of the job, or report.json');
    expect(many[19]).to.equal('::warning title=plimsoll::12 more: see the summary of the job, or report.json');
  });

  it('says that a run was cut short', () =>
    expect(annotations(interrupted())).to.deep.equal([
      '::error title=plimsoll::the run is interrupted, after 1 scenarios',
    ]));

  it('has nothing to say of what is as documented, or was skipped', () => {
    const skipped = scenarioReport({ id: 'suite/skipped', verdict: { kind: 'skipped', reason: 'no traffic' } });
    expect(annotations(conformanceReport([scenarioReport({}), skipped]))).to.deep.equal([]);
  });
});

describe('workflowCommand', () => {
  for (const [command, line] of [
    [workflowCommand('stop-commands', {}, 'token'), '::stop-commands::token'],
    [workflowCommand('token'), '::token::'],
    [workflowCommand('error', { file: 'a.ts', line: '1' }, 'no'), '::error file=a.ts,line=1::no'],
    [workflowCommand('error', { title: 'a: 50%, b' }, 'a: 50%, b'), '::error title=a%3A 50%25%2C b::a: 50%25, b'],
    [workflowCommand('error', { title: 'a\r\nb' }, 'a\r\nb'), '::error title=a%0D%0Ab::a%0D%0Ab'],
    [workflowCommand('error', {}, '%0A'), '::error::%250A'],
  ] as const)
    it(`is ${line}`, () => expect(command).to.equal(line));
});
