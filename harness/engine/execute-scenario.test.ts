import { expect } from 'chai';
import type { ScenarioReport } from '../report.ts';
import { retryErrored } from './execute-scenario.ts';
import { reportOf } from './testing/sketched-report.ts';

describe('retryErrored', () => {
  for (const [what, verdicts, retries, played] of [
    ['passed at once', 'passed', 3, 1],
    ['passed at last', 'errored, errored, passed', 3, 3],
    ['drifted on the second attempt', 'errored, drifted, passed', 3, 2],
    ['failed, which is certain', 'failed, passed', 3, 1],
    ['failed on the second attempt', 'errored, failed, passed', 3, 2],
    ['was skipped', 'skipped, passed', 3, 1],
    ['had a manifest refused', 'bad input, passed', 3, 1],
    ['had a manifest refused later', 'errored, bad input, passed', 3, 2],
    ['was never told', 'errored, errored, errored, errored', 2, 3],
    ['was not to be tried again', 'errored, passed', 0, 1],
  ] as const)
    it(`plays ${played} time${played > 1 ? 's' : ''} what ${what}, with ${retries} retries`, async () => {
      const reports = sketched(verdicts);
      const { report, numbers } = await playing(reports, { retries });
      expect(numbers).to.deep.equal(Array.from({ length: played }, (_, place) => place + 1));
      const { attempts, ...last } = report;
      expect(last).to.deep.equal(reports[played - 1]);
      expect(attempts?.map(({ verdict }) => verdict) ?? []).to.deep.equal(
        reports.slice(0, played - 1).map(({ verdict }) => verdict),
      );
      if (played === 1) expect(report).not.to.have.property('attempts');
    });

  it('waits until what an attempt changed is as it was, even if that fails', async () => {
    const told: string[] = [];
    const restored = Promise.withResolvers<void>();
    const [first, second] = sketched('errored, passed');
    const playing = retryErrored(
      async (attempt) => {
        told.push(`attempt ${attempt}`);
        return attempt === 1 ? played(first, restored.promise) : played(second);
      },
      { retries: 1, signal: new AbortController().signal },
    );
    await new Promise(setImmediate);
    told.push('not restored');
    restored.reject(new Error('node a is still cordoned'));
    expect((await playing).verdict.kind).to.equal('passed');
    expect(told).to.deep.equal(['attempt 1', 'not restored', 'attempt 2']);
  });

  it('tries nothing again once the run is interrupted', async () => {
    const stop = new AbortController();
    stop.abort();
    const { report, numbers } = await playing(sketched('errored, passed'), { retries: 3, signal: stop.signal });
    expect(numbers).to.deep.equal([1]);
    expect(report).not.to.have.property('attempts');
  });

  it('tells before each attempt what came of the one before', async () => {
    const told: unknown[] = [];
    const onRetry = (attempt: number, { verdict }: ScenarioReport) => told.push([attempt, verdict.kind]);
    await playing(sketched('errored, errored, failed'), { retries: 5, onRetry });
    expect(told).to.deep.equal([
      [2, 'errored'],
      [3, 'errored'],
    ]);
  });
});

const sketched = (verdicts: string) =>
  reportOf(
    verdicts
      .split(', ')
      .map((verdict) => `${verdict} core`)
      .join(', '),
  ).scenarios;

function played(report: ScenarioReport | undefined, restored = Promise.resolve()) {
  if (!report) throw new Error('played more often than the test knows an end for');
  return { report, restored };
}

async function playing(
  reports: readonly ScenarioReport[],
  different: Partial<Parameters<typeof retryErrored>[1]> & { readonly retries: number },
) {
  const numbers: number[] = [];
  const play = async (attempt: number) => {
    numbers.push(attempt);
    return played(reports[attempt - 1]);
  };
  const report = await retryErrored(play, { signal: new AbortController().signal, ...different });
  return { report, numbers };
}
