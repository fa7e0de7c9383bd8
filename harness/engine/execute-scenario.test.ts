import { expect } from 'chai';
import type { ScenarioReport } from '../report.ts';
import { retryErrored } from './execute-scenario.ts';
import { reportOf } from './testing/sketched-report.ts';

describe('retryErrored', () => {
  for (const [what, verdicts, retries, count] of [
    ['passed immediately', 'passed', 3, 1],
    ['passed at last', 'errored, errored, passed', 3, 3],
    ['drifted on the second attempt', 'errored, drifted, passed', 3, 2],
    ['failed, which is certain', 'failed, passed', 3, 1],
    ['failed on the second attempt', 'errored, failed, passed', 3, 2],
    ['was skipped', 'skipped, passed', 3, 1],
    ['had a manifest refused', 'bad input, passed', 3, 1],
    ['had a manifest refused later', 'errored, bad input, passed', 3, 2],
    ['was never conclusive', 'errored, errored, errored, errored', 2, 3],
    ['was not to be tried again', 'errored, passed', 0, 1],
  ] as const)
    it(`executes ${count} time${count > 1 ? 's' : ''} what ${what}, with ${retries} retries`, async () => {
      const reports = sketched(verdicts);
      const { report, numbers } = await attempting(reports, { retries });
      expect(numbers).to.deep.equal(Array.from({ length: count }, (_, place) => place + 1));
      const { attempts, ...last } = report;
      expect(last).to.deep.equal(reports[count - 1]);
      expect(attempts?.map(({ verdict }) => verdict) ?? []).to.deep.equal(
        reports.slice(0, count - 1).map(({ verdict }) => verdict),
      );
      if (count === 1) expect(report).not.to.have.property('attempts');
    });

  it('waits until what an attempt changed is restored, even if that fails', async () => {
    const events: string[] = [];
    const restored = Promise.withResolvers<void>();
    const [first, second] = sketched('errored, passed');
    const retrying = retryErrored(
      async (attempt) => {
        events.push(`attempt ${attempt}`);
        return attempt === 1 ? attempted(first, restored.promise) : attempted(second);
      },
      { retries: 1, signal: new AbortController().signal },
    );
    await new Promise(setImmediate);
    events.push('not restored');
    restored.reject(new Error('node a is still cordoned'));
    expect((await retrying).verdict.kind).to.equal('passed');
    expect(events).to.deep.equal(['attempt 1', 'not restored', 'attempt 2']);
  });

  it('attempts nothing again once the run is interrupted', async () => {
    const stop = new AbortController();
    stop.abort();
    const { report, numbers } = await attempting(sketched('errored, passed'), { retries: 3, signal: stop.signal });
    expect(numbers).to.deep.equal([1]);
    expect(report).not.to.have.property('attempts');
  });

  it('notifies before each attempt of the result of the one before', async () => {
    const events: unknown[] = [];
    const onRetry = (attempt: number, { verdict }: ScenarioReport) => events.push([attempt, verdict.kind]);
    await attempting(sketched('errored, errored, failed'), { retries: 5, onRetry });
    expect(events).to.deep.equal([
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

function attempted(report: ScenarioReport | undefined, restored = Promise.resolve()) {
  if (!report) throw new Error('more attempts than the test has reports for');
  return { report, restored };
}

async function attempting(
  reports: readonly ScenarioReport[],
  different: Partial<Parameters<typeof retryErrored>[1]> & { readonly retries: number },
) {
  const numbers: number[] = [];
  const attempt = async (number: number) => {
    numbers.push(number);
    return attempted(reports[number - 1]);
  };
  const report = await retryErrored(attempt, { signal: new AbortController().signal, ...different });
  return { report, numbers };
}
