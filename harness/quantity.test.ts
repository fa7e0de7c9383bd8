import { expect } from 'chai';
import { amountOf, inUnits, thousandths } from './quantity.ts';

describe('thousandths', () => {
  const rows = [
    ['2', 2000],
    ['500m', 500],
    ['0.1', 100],
    ['1.5Gi', 1.5 * 2 ** 30 * 1000],
    ['1k', 1_000_000],
    ['1e3', 1_000_000],
    ['100u', 1],
    [110, 110_000],
    [undefined, 0],
  ] as const;
  for (const [quantity, amount] of rows) it(`of ${quantity}`, () => expect(thousandths(quantity)).to.equal(amount));
});

describe('inUnits', () => {
  const rows = [
    ['cpu', 120, '120m'],
    ['cpu', 2000, '2'],
    ['memory', 1.5 * 2 ** 30 * 1000, '1.5Gi'],
    ['memory', 0, '0'],
    ['ephemeral-storage', 2 ** 20 * 1000, '1Mi'],
    ['example.com/gpu', 1000, '1'],
  ] as const;
  for (const [resource, amount, text] of rows)
    it(`${text} of ${resource}`, () => expect(inUnits(resource, amount)).to.equal(text));
});

describe('amountOf', () => {
  const cases = {
    '10Gi': 10 * 2 ** 30,
    '1.5Ti': 1.5 * 2 ** 40,
    '5G': 5e9,
    '1e9': 1e9,
    '100': 100,
    '128974848000m': 128974848,
  };
  for (const [quantity, bytes] of Object.entries(cases)) {
    it(`is ${bytes} for ${quantity}`, () => expect(amountOf(quantity)).to.equal(bytes));
  }
  for (const quantity of ['', 'much', '10 Gi', '10Qi']) {
    it(`is no number for "${quantity}"`, () => expect(amountOf(quantity)).to.be.NaN);
  }
});
