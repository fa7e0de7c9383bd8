import { expect } from 'chai';
import { decide } from './gate.ts';
import { needy, run, skipping } from './testing/bare-cluster.ts';

describe('performOn', () => {
  it('keeps the verdicts when a fault of our own comes after them, and says that something may be left', async () => {
    let asked = 0;
    const reproduce = (id: string) => {
      if (++asked === 2) throw new Error('no such command');
      return id;
    };
    const stagings = [{ provider: skipping(), scenarios: [needy('a'), needy('a')] }];
    const report = await run(skipping(), { stagings, reproduce });
    expect(report.scenarios.map(({ verdict }) => verdict.kind))
      .to.include('skipped')
      .and.not.to.include('errored');
    expect(report.lifecycle.map(({ name, error }) => [name, error])).to.deep.equal([
      ['cluster starts', undefined],
      ['nothing is left behind', 'no such command'],
    ]);
    expect(decide(report, { gate: 'core', minExecuted: 0 }).reasons).to.include('left behind: no such command');
  });
});
