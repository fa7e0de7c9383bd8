import { expect } from 'chai';
import { secondsInWords } from './run.ts';

describe('secondsInWords', () => {
  it('has a tenth up to a hundred seconds, and whole seconds beyond', () => {
    expect([0, 0.04, 1.25, 99.94, 99.96, 3_600.4].map(secondsInWords)).to.deep.equal([
      ...['0.0 s', '0.0 s', '1.3 s', '99.9 s', '100 s', '3600 s'],
    ]);
  });
});
