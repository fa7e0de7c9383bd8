import { expect } from 'chai';
import { nifcloud } from '../../clouds/nifcloud/nifcloud.ts';
import { type SanityTest, summary, testsIn } from './sanity-summary.ts';
import { ebs } from '../../clouds/aws/ebs.ts';

const passed: SanityTest = { name: 'works', state: 'passed', message: '' };
const skipped = (message: string): SanityTest => ({ name: 'is left out', state: 'skipped', message });

describe('summary', () => {
  it('counts, and says once why tests were left out', () => {
    const snapshots = ['Snapshot not supported', 'CreateSnapshot not supported', 'GetCapacity not supported'];
    const tests = [passed, passed, ...snapshots.map(skipped), { ...passed, state: 'disabled' } as const];
    expect(summary('nifcloud 1.1', nifcloud, tests)).to.deep.equal({
      lines: ['nifcloud 1.1  2 passed, 0 failed, 3 skipped: no snapshots, no capacity'],
      passed: true,
    });
  });

  const bad: readonly (readonly [string, readonly SanityTest[], string])[] = [
    ['a failure', [passed, { ...passed, state: 'failed', message: 'no' }], '1 passed, 1 failed, 0 skipped'],
    ['a skip of what the driver can', [passed, skipped('Snapshot not supported')], '1 passed, 1 failed, 0 skipped'],
    ['a skip for a new reason', [passed, skipped('It is late')], '1 passed, 1 failed, 0 skipped'],
    ['nothing at all', [], '0 passed, 0 failed, 0 skipped'],
  ];
  for (const [what, tests, counts] of bad) {
    it(`fails for ${what}`, () => {
      const { lines, passed: isGood } = summary('ebs', ebs, tests);
      expect(isGood).to.equal(false);
      expect(lines[0]).to.equal(`ebs  ${counts}`);
      expect(lines[1]).to.match(/^ {2}(failed|skipped, but must not be): /);
    });
  }
});

describe('testsIn', () => {
  const spec = { LeafNodeType: 'It', ContainerHierarchyTexts: ['Node', 'Stage'], LeafNodeText: 'works' };
  const setUp = { LeafNodeType: 'BeforeSuite', ContainerHierarchyTexts: null, LeafNodeText: '' };
  const states = ['passed', 'pending', 'skipped', 'panicked', 'interrupted'];

  it('takes what is neither passed nor skipped for failed, a set-up too', () => {
    const specs = states.map((State) => ({ ...spec, State, Failure: { Message: 'why' } }));
    const report = [{ SpecReports: [{ ...setUp, State: 'passed' }, { ...setUp, State: 'failed' }, ...specs] }];
    const tests = testsIn(JSON.stringify(report));
    expect(tests.map(({ state }) => state)).to.deep.equal([
      'failed',
      'passed',
      'disabled',
      'skipped',
      'failed',
      'failed',
    ]);
    expect(tests[1]).to.deep.equal({ name: 'Node Stage works', state: 'passed', message: 'why' });
  });
});
