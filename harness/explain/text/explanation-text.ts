import { styleText } from 'node:util';
import type { Explanation, NodeFinding } from '../explanation.ts';
import { printable } from './printable.ts';

export interface TextOptions {
  readonly colours: boolean;
}

const ownEvaluation =
  'By our own evaluation of the rules: the scheduler has not said so, not in words that are known, or not of as many nodes.';

type Paint = (format: 'bold' | 'dim' | 'green', text: string) => string;

/** For people: the cause in the first line, then what stands behind it; no line break at the end. */
export function explanationText(explanation: Explanation, { colours }: TextOptions): string {
  const paint: Paint = (format, text) =>
    colours ? styleText(format, printable(text), { validateStream: false }) : printable(text);
  const { pod, cause, state, basis, evidence, nodes, helps, unknown } = explanation;
  return [
    `${paint('bold', `Pod ${pod.namespace}/${pod.name}`)}: ${paint('bold', cause)}`,
    `  ${paint('dim', state)}`,
    ...(basis === 'evaluation' ? [`  ${paint('dim', ownEvaluation)}`] : []),
    ...(nodes.length > 0 ? ['', '  Nodes', ...table(nodes, paint)] : []),
    ...section('What would help', helps, (text) => printable(text)),
    ...section('Concluded from', evidence, (text) => paint('dim', text)),
    ...section('Not known', unknown, (text) => printable(text)),
  ].join('\n');
}

function section(title: string, lines: readonly string[], write: (text: string) => string): readonly string[] {
  return lines.length > 0 ? ['', `  ${title}`, ...lines.map((line) => `    ${write(line)}`)] : [];
}

/** A line for every node, and one more for each further reason. */
function table(nodes: readonly NodeFinding[], paint: Paint): readonly string[] {
  const widest = (each: readonly string[]) => Math.max(0, ...each.map(({ length }) => length));
  const name = widest(nodes.map(({ node }) => node));
  const zone = widest(nodes.map(({ zone = '' }) => zone));
  return nodes.flatMap(({ node, zone: where = '', reasons }) => {
    const left = `    ${node.padEnd(name)}  ${zone > 0 ? `${where.padEnd(zone)}  ` : ''}`;
    const texts = reasons.length > 0 ? reasons.map(({ text }) => printable(text)) : [paint('green', 'would take it')];
    return texts.map((text, at) => `${at === 0 ? printable(left) : ' '.repeat(left.length)}${text}`);
  });
}
