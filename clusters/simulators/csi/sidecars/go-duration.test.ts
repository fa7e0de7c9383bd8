import { expect } from 'chai';
import { secondsOf } from './go-duration.ts';

describe('secondsOf', () => {
  const cases = { '1s': 1, '1m30s': 90, '5m0s': 300, '30m': 1800, '1h': 3600, '250ms': 0.25, '1.5s': 1.5, '0': 0 };
  for (const [duration, seconds] of Object.entries(cases)) {
    it(`is ${seconds} for ${duration}`, () => expect(secondsOf(duration)).to.be.closeTo(seconds, 1e-9));
  }
  for (const duration of ['', '5', 'm', '5 m', '5minutes']) {
    it(`refuses "${duration}"`, () => expect(() => secondsOf(duration)).to.throw(`it is "${duration}"`));
  }
});
