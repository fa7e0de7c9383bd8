import type { Node, Pod } from '../../kubernetes.ts';

export type Taint = NonNullable<NonNullable<Node['spec']>['taints']>[number];
type Toleration = NonNullable<NonNullable<Pod['spec']>['tolerations']>[number];

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/; Lt and Gt since Kubernetes 1.35. */
export function tolerates({ spec }: Pod, taint: Pick<Taint, 'key' | 'value' | 'effect'>): boolean {
  return (spec?.tolerations ?? []).some((toleration) => isToleratedBy(toleration, taint));
}

function isToleratedBy(
  { key, operator = 'Equal', value = '', effect }: Toleration,
  taint: Pick<Taint, 'key' | 'value' | 'effect'>,
): boolean {
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  if (!key) return false;
  const { value: tainted = '' } = taint;
  if (operator === 'Equal') return value === tainted;
  if (!/^-?\d+$/.test(value) || !/^-?\d+$/.test(tainted)) return false;
  if (operator === 'Lt') return BigInt(tainted) < BigInt(value);
  return operator === 'Gt' && BigInt(tainted) > BigInt(value);
}

export function taintInWords({ key, value, effect }: Taint): string {
  return `${key}${value ? `=${value}` : ''}:${effect}`;
}
