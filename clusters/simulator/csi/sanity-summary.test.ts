import { expect } from 'chai';
import { type SanityTest, summary, testsIn } from './sanity-summary.ts';

const bare = { controllerCapabilities: [], nodeCapabilities: [], services: [] } as const;
const withSnapshots = { ...bare, controllerCapabilities: ['CREATE_DELETE_SNAPSHOT'] } as const;

const passed: SanityTest = { name: 'works', state: 'passed', message: '' };
const skipped = (message: string): SanityTest => ({ name: 'is skipped', state: 'skipped', message });

describe('summary', () => {
  it('counts, and names each reason for a skip once', () => {
    const snapshots = ['Snapshot not supported', 'CreateSnapshot not supported', 'GetCapacity not supported'];
    const tests = [passed, passed, ...snapshots.map(skipped), { ...passed, state: 'disabled' } as const];
    expect(summary('disks 1.1', bare, tests)).to.deep.equal({
      lines: ['disks 1.1  2 passed, 0 failed, 3 skipped: no snapshots, no capacity'],
      passed: true,
    });
  });

  it('takes a skip that the definition explains', () => {
    const definition = { ...bare, sanitySkips: { 'It is late': 'no time' } };
    const { lines } = summary('disks', definition, [passed, skipped('It is late')]);
    expect(lines).to.deep.equal(['disks  1 passed, 0 failed, 1 skipped: no time']);
  });

  const bad: readonly (readonly [string, readonly SanityTest[], string])[] = [
    ['a failure', [passed, { ...passed, state: 'failed', message: 'no' }], '1 passed, 1 failed, 0 skipped'],
    ['a skip in spite of the capability', [passed, skipped('Snapshot not supported')], '1 passed, 1 failed, 0 skipped'],
    ['a skip for a new reason', [passed, skipped('It is late')], '1 passed, 1 failed, 0 skipped'],
    ['nothing at all', [], '0 passed, 0 failed, 0 skipped'],
  ];
  for (const [what, tests, counts] of bad) {
    it(`fails for ${what}`, () => {
      const { lines, passed: isGood } = summary('disks', withSnapshots, tests);
      expect(isGood).to.equal(false);
      expect(lines[0]).to.equal(`disks  ${counts}`);
      expect(lines[1]).to.match(/^ {2}(failed|skipped, but must not be): /);
    });
  }
});

describe('testsIn', () => {
  const spec = { LeafNodeType: 'It', ContainerHierarchyTexts: ['Node', 'Stage'], LeafNodeText: 'works' };
  const setUp = { LeafNodeType: 'BeforeSuite', ContainerHierarchyTexts: null, LeafNodeText: '' };
  const states = ['passed', 'pending', 'skipped', 'panicked', 'interrupted'];

  it('counts every state but passed and skipped as failed, in a set-up too', () => {
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
