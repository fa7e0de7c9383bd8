import { expect } from 'chai';
import { testsIn } from './tests-in.ts';

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
