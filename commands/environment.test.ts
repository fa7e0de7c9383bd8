import { expect } from 'chai';
import { environment } from './environment.ts';

describe('environment', () => {
  for (const [variables, onTerminal, elsewhere] of [
    [{}, true, false],
    [{ TERM: 'dumb' }, false, false],
    [{ NO_COLOR: '1' }, false, false],
    [{ NO_COLOR: '' }, true, false],
    [{ FORCE_COLOR: '1' }, true, true],
    [{ FORCE_COLOR: 'true', TERM: 'dumb' }, true, true],
    [{ FORCE_COLOR: '0' }, false, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true, true],
  ] as const)
    it(`has colours on a terminal: ${onTerminal}, elsewhere: ${elsewhere}, with ${JSON.stringify(variables)}`, () => {
      const { colours } = environment(variables);
      expect([colours(true), colours(false)]).to.deep.equal([onTerminal, elsewhere]);
    });

  it('is a job of GitHub only where GitHub says so', () => {
    expect(environment({ GITHUB_STEP_SUMMARY: 'file' }).github).to.equal(undefined);
    expect(environment({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: 'file' }).github).to.deep.equal({
      stepSummary: 'file',
    });
  });
});
