import { expect } from 'chai';
import type { Explanation } from '../../harness/report.ts';
import type { Finding, Verdict } from '../../harness/verdict.ts';
import { causesInWords, diagnosis, seenInWords } from './scenario.ts';

const refused: Finding = { summary: 'Pod web is refused', met: false, saw: 'Running, on vn' };
const running: Finding = { summary: 'Pod control is running', met: true, saw: 'Running, on vm-1' };
const description = 'A virtual node takes no claim.';
const diagnosed = (verdict: Verdict, limit = 140) =>
  diagnosis(
    { verdict, statement: { kind: 'limitation', description, source: { title: 'AKS', section: 'Limits' } } },
    limit,
  );

describe('diagnosis', () => {
  it('reports what a green scenario saw, each thing once', () => {
    expect(diagnosed({ kind: 'passed', findings: [running, { ...running, summary: 'again' }] })).to.equal(
      'Running, on vm-1',
    );
  });

  it('reports what was expected and seen instead', () => {
    expect(diagnosed({ kind: 'failed', findings: [running, refused] })).to.equal(
      'Pod web is refused, saw: Running, on vn',
    );
  });

  it('prefers what can never be met any more', () => {
    const final = { summary: 'Pod web has an IP', met: false, saw: 'Failed', final: true };
    expect(diagnosed({ kind: 'failed', findings: [refused, final] })).to.equal('Pod web has an IP, saw: Failed');
  });

  it('says that it did not last when everything was met in the end', () => {
    expect(diagnosed({ kind: 'failed', findings: [running] })).to.equal('it did not last: Running, on vm-1');
  });

  it('names the statement that no longer holds', () => {
    expect(diagnosed({ kind: 'drifted', findings: [running] })).to.equal(
      'the limitation is gone: Running, on vm-1 (A virtual node takes no claim.)',
    );
  });

  it('takes the first line of an error, and the reason of a skip', () => {
    expect(diagnosed({ kind: 'errored', error: 'no cluster\n  because', findings: [] })).to.equal('no cluster');
    expect(diagnosed({ kind: 'skipped', reason: 'the cluster lacks traffic' })).to.equal('the cluster lacks traffic');
  });

  it('shows what was seen even when the expectation alone fills the line', () => {
    const wordy = { ...refused, summary: 'Pod web is refused '.repeat(20) };
    expect(diagnosed({ kind: 'failed', findings: [wordy] }, 40)).to.equal('Pod web is refused…, saw: Running, on vn');
  });

  it('reports what was there instead of a control', () => {
    const error = 'the control did not come about';
    expect(diagnosed({ kind: 'errored', error, findings: [running, refused] })).to.equal(
      'the control did not come about; Pod web is refused, saw: Running, on vn',
    );
  });

  it('fits into one line of the length asked for', () => {
    const long = diagnosed({ kind: 'failed', findings: [{ ...refused, saw: 'line\n'.repeat(50_000) }] });
    expect(long).to.have.length(140);
    expect(long).to.match(/^Pod web is refused, saw: line line .*…$/);
  });
});

describe('seenInWords', () => {
  const seen = (verdict: Verdict) => seenInWords({ verdict }, 40);

  it('leaves out what was expected', () => {
    expect(seen({ kind: 'failed', findings: [running, refused] })).to.equal('Running, on vn');
    expect(seen({ kind: 'drifted', findings: [running] })).to.equal('no longer so: Running, on vm-1');
  });

  it('gives the reason of the other verdicts', () => {
    expect(seen({ kind: 'passed', findings: [running] })).to.equal('Running, on vm-1');
    expect(seen({ kind: 'failed', findings: [running] })).to.equal('it did not last: Running, on vm-1');
    expect(seen({ kind: 'errored', error: 'no cluster', findings: [] })).to.equal('no cluster');
    expect(seen({ kind: 'skipped', reason: 'no traffic' })).to.equal('no traffic');
  });
});

const of = (name: string, cause: string): Explanation => ({
  pod: { namespace: 'default', name },
  ...{ state: 'Pending', kind: 'provider', cause, basis: 'status', evidence: [], nodes: [], helps: [], unknown: [] },
});

describe('causesInWords', () => {
  it('reports the same cause once, whatever the names of the Pods', () => {
    const explanations = [of('web-0', 'pod web-0 is refused'), of('web-1', 'pod web-1 is refused'), of('app', 'late')];
    expect(causesInWords({ explanations }, 100)).to.deep.equal([
      'Pod web-0 and 1 more: pod web-0 is refused',
      'Pod app: late',
    ]);
  });

  it('shortens what is too long, and knows of none where nothing is explained', () => {
    expect(causesInWords({ explanations: [of('web', 'x'.repeat(1_000))] }, 50)[0]).to.have.length.below(120);
    expect(causesInWords({}, 50)).to.deep.equal([]);
  });
});
