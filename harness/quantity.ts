const decimal = { n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };
const binary = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 };
const scales: Readonly<Record<string, number>> = { ...decimal, ...binary };

/**
 * The number that `500m`, `10Gi` or `1e9` stands for. NaN, which compares with nothing, for what is not a quantity.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function amountOf(quantity: string): number {
  const [, amount, unit = ''] = /^([+-]?(?:\d+\.?\d*|\.\d+))([a-zA-Z]*|[eE][+-]?\d+)$/.exec(quantity) ?? [];
  const scale = /^[eE][+-]?\d+$/.test(unit) ? 10 ** Number(unit.slice(1)) : scales[unit];
  return amount === undefined || scale === undefined ? Number.NaN : Number(amount) * scale;
}

/** Thousandths are what the scheduler counts CPU in: they add up without a loss. 0 for what is not a quantity. */
export function thousandths(quantity: string | number | undefined): number {
  const amount = amountOf(String(quantity ?? '0'));
  return Number.isNaN(amount) ? 0 : Math.ceil(Number((amount * 1000).toPrecision(15)));
}

/**
 * Thousandths as text: `500m` and `2` of CPU, `1.5Gi` of what is counted in bytes, and the plain number of all else.
 */
export function inUnits(resource: string, amount: number): string {
  if (resource === 'cpu') return amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`;
  const whole = amount / 1000;
  if (!/memory|storage|hugepages/.test(resource)) return String(whole);
  const unit = ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki'].find((one) => Math.abs(whole) >= (scales[one] ?? 1));
  return unit ? `${Number((whole / (scales[unit] ?? 1)).toFixed(1))}${unit}` : String(whole);
}
