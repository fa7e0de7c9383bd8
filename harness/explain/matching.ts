import type { Node, Pod } from '../kubernetes.ts';

/** A label selector: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/ */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelExpression[];
}

export interface LabelExpression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

/** An absent selector matches nothing, an empty one everything. */
export function selects(selector: LabelSelector | undefined, labels: Labels = {}): boolean {
  if (!selector) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every((expression) => holds(expression, labels))
  );
}

/** Whether the labels are as an expression of a label selector or of a node selector wants them. */
export function holds({ key, operator, values = [] }: LabelExpression, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  const [bound = ''] = values;
  if (!isWhole(value) || !isWhole(bound)) return false;
  if (operator === 'Gt') return BigInt(value) > BigInt(bound);
  if (operator === 'Lt') return BigInt(value) < BigInt(bound);
  return false;
}

/** `zone In [a, b]`, or the shorter `zone=a`. */
function expressionInWords({ key, operator, values = [] }: LabelExpression): string {
  if (operator === 'In' && values.length === 1) return `${key}=${values[0]}`;
  if (operator === 'NotIn' && values.length === 1) return `${key}!=${values[0]}`;
  return values.length > 0 ? `${key} ${operator} [${values.join(', ')}]` : `${key} ${operator}`;
}

export function selectorInWords({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  return [...labels, ...matchExpressions.map(expressionInWords)].join(', ') || 'everything';
}

function isWhole(text: string | undefined): text is string {
  return text !== undefined && /^[+-]?\d+$/.test(text);
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/node-selector-requirement/ */
interface NodeSelectorTerm {
  readonly matchExpressions?: readonly LabelExpression[];
  readonly matchFields?: readonly LabelExpression[];
}

/** One matching term is enough; an empty term matches no node. */
export function isSelected({ metadata }: Node, terms: readonly NodeSelectorTerm[]): boolean {
  const fields = { 'metadata.name': metadata?.name ?? '' };
  return terms.some(
    ({ matchExpressions = [], matchFields = [] }) =>
      matchExpressions.length + matchFields.length > 0 &&
      matchExpressions.every((each) => holds(each, metadata?.labels ?? {})) &&
      matchFields.every((each) => holds(each, fields)),
  );
}

export function termsInWords(terms: readonly NodeSelectorTerm[]): string {
  const each = terms.map(({ matchExpressions = [], matchFields = [] }) =>
    [...matchExpressions, ...matchFields].map(expressionInWords).join(', '),
  );
  return each.join(', or ') || 'no node at all';
}

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
