import { expect } from 'chai';
import { bytesOf } from './quantity.ts';

describe('bytesOf', () => {
  const cases = {
    '10Gi': 10 * 2 ** 30,
    '1.5Ti': 1.5 * 2 ** 40,
    '5G': 5e9,
    '1e9': 1e9,
    '100': 100,
    '128974848000m': 128974848,
  };
  for (const [quantity, bytes] of Object.entries(cases)) {
    it(`is ${bytes} for ${quantity}`, () => expect(bytesOf(quantity)).to.equal(bytes));
  }
  for (const quantity of ['', 'much', '10 Gi', '10Qi']) {
    it(`is no number for "${quantity}"`, () => expect(bytesOf(quantity)).to.be.NaN);
  }
});
