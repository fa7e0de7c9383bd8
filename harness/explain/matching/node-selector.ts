import type { Node } from '../../kubernetes.ts';
import { expressionInWords, holds, type LabelExpression } from './label-selector.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/node-selector-requirement/ */
export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly LabelExpression[];
  readonly matchFields?: readonly LabelExpression[];
}

/** One of the terms is enough; a term in which nothing is written matches no node. */
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
