const scales: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * Amounts are kept in thousandths, as the scheduler keeps CPU, so that they can be added without losing any.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function thousandths(quantity: string | number | undefined): number {
  const text = String(quantity ?? '0');
  const [, amount, unit = ''] = /^([+-]?[\d.]+)([a-zA-Z]*|[eE][+-]?\d+)$/.exec(text) ?? [];
  const scale = /^[eE][+-]?\d+$/.test(unit) ? 10 ** Number(unit.slice(1)) : scales[unit];
  if (amount === undefined || scale === undefined) return 0;
  return Math.ceil(Number((Number(amount) * scale * 1000).toPrecision(15)));
}

/** `500m` and `2` of CPU, `1.5Gi` of what is counted in bytes, and the plain number of all else. */
export function inUnits(resource: string, amount: number): string {
  if (resource === 'cpu') return amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`;
  const whole = amount / 1000;
  if (!/memory|storage|hugepages/.test(resource)) return String(whole);
  const unit = ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki'].find((one) => Math.abs(whole) >= (scales[one] ?? 1));
  return unit ? `${Number((whole / (scales[unit] ?? 1)).toFixed(1))}${unit}` : String(whole);
}
