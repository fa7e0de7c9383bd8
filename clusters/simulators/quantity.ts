const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimal = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/**
 * Bytes of a quantity of storage, `10Gi` or `1e9`: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 * NaN when it is none, which is neither more nor less than anything.
 */
export function bytesOf(quantity: string): number {
  const [, amount, unit = ''] = /^([\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(quantity) ?? [];
  if (binary.includes(unit)) return Number(amount) * 1024 ** binary.indexOf(unit);
  if (decimal.includes(unit)) return Number(amount) * 1000 ** decimal.indexOf(unit);
  return unit === 'm' ? Number(amount) / 1000 : Number.NaN;
}
