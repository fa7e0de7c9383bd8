import { styleText } from 'node:util';
import type { Event, Node } from '../kubernetes.ts';
import { componentOf } from '../vocabulary/messages.ts';
import type { Explanation, NodeFinding } from './explanation.ts';

const zoneLabels = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];

export function zoneOfNode({ metadata }: Node): string | undefined {
  return zoneLabels.map((label) => metadata?.labels?.[label]).find(Boolean);
}

/** `14:02 UTC`, with the date when it is not today. */
export function since(time: string | undefined, now: Date): string {
  if (!time || Number.isNaN(Date.parse(time))) return '';
  const [date, clock = ''] = new Date(time).toISOString().split('T');
  const today = now.toISOString().startsWith(`${date}T`);
  return ` since ${today ? '' : `${date} `}${clock.slice(0, 5)} UTC`;
}

/** `a`, `a and b`, `a, b and c`, and of many `a, b, c and 4 more`. */
export function listed(words: readonly string[], most = 5): string {
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** `zone a`, or `zones a and b` of a regional volume. */
export function zonesInWords(zones: readonly string[]): string {
  return `${zones.length > 1 ? 'zones' : 'zone'} ${listed(zones)}`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `Warning ProvisioningFailed from ebs.csi.aws.com_…: rpc error: …` */
export function eventInWords(event: Event): string {
  const from = componentOf(event);
  return `${event.type} ${event.reason}${from ? ` from ${from}` : ''}: ${event.message}`;
}

const ownEvaluation =
  'By our own evaluation of the rules: the scheduler reports nothing, unknown words, or another number of nodes.';

type Paint = (format: 'bold' | 'dim' | 'green', text: string) => string;

/** For people: the cause in the first line, then the details; no line break at the end. */
export function explanationText(explanation: Explanation, { colours }: { readonly colours: boolean }): string {
  const paint: Paint = (format, text) =>
    colours ? styleText(format, onOneLine(text), { validateStream: false }) : onOneLine(text);
  const { pod, cause, state, basis, evidence, nodes, helps, unknown } = explanation;
  return [
    `${paint('bold', `Pod ${pod.namespace}/${pod.name}`)}: ${paint('bold', cause)}`,
    `  ${paint('dim', state)}`,
    ...(basis === 'evaluation' ? [`  ${paint('dim', ownEvaluation)}`] : []),
    ...(nodes.length > 0 ? ['', '  Nodes', ...table(nodes, paint)] : []),
    ...section('What would help', helps, (text) => onOneLine(text)),
    ...section('Concluded from', evidence, (text) => paint('dim', text)),
    ...section('Not known', unknown, (text) => onOneLine(text)),
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
    const texts = reasons.length > 0 ? reasons.map(({ text }) => onOneLine(text)) : [paint('green', 'would take it')];
    return texts.map((text, at) => `${at === 0 ? onOneLine(left) : ' '.repeat(left.length)}${text}`);
  });
}

/** Messages may come from anywhere: what would steer a terminal, or break a line, is shown as a blank. */
function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}
