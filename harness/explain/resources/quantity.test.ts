import { expect } from 'chai';
import { inUnits, thousandths } from './quantity.ts';

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
