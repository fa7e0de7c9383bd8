import { type Document, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml';

/** Line of a field as the API server names it, or of its nearest parent that is written; undefined when not even the first part is. */
export function lineOfField(document: Document.Parsed, field: string, lines: LineCounter): number | undefined {
  let node = document.contents as Node | null;
  let rest = field.replace(/^\./, '');
  let offset: number | undefined;

  while (node && rest) {
    const step: Step | undefined = rest.startsWith('[') ? itemOf(node, rest) : keyOf(node, rest);
    if (!step) break;
    offset = step.offset ?? offset;
    node = step.node;
    rest = step.rest.replace(/^\./, '');
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}

interface Step {
  readonly node: Node | null;
  readonly offset: number | undefined;
  readonly rest: string;
}

/** `[0]`, as validation writes it, or `[name="web"]`, as apply does. */
function itemOf(node: Node, rest: string): Step | undefined {
  const [bracket, inside = ''] = /^\[([^\]]*)\]/.exec(rest) ?? [''];
  if (isMap(node)) return keyOf(node, `${inside.replaceAll('"', '')}${rest.slice(bracket.length)}`);
  if (!isSeq(node)) return undefined;
  const items = node.items as Node[];
  const item = /^\d+$/.test(inside) ? items[Number(inside)] : items.find((candidate) => hasKeys(candidate, inside));
  return item && { node: item, offset: item.range?.[0], rest: rest.slice(bracket.length) };
}

function hasKeys(node: Node, keys: string): boolean {
  if (!isMap(node)) return false;
  return keys.split(',').every((part) => {
    const [key = '', value = ''] = part.split('=');
    const found = node.get(key);
    // A key that the manifest leaves to its default, such as protocol, does not tell items apart.
    return found === undefined || String(found) === value.replaceAll('"', '');
  });
}

/** The longest key that fits, because keys of labels and selectors have dots in them. */
function keyOf(node: Node, rest: string): Step | undefined {
  if (!isMap(node)) return undefined;
  const fitting = (node.items as Pair<Node, Node | null>[])
    .map((pair) => ({ pair, key: isScalar(pair.key) ? String(pair.key.value) : '' }))
    .filter(({ key }) => key && (rest === key || rest.startsWith(`${key}.`) || rest.startsWith(`${key}[`)))
    .sort((a, b) => b.key.length - a.key.length)[0];
  return (
    fitting && { node: fitting.pair.value, offset: fitting.pair.key.range?.[0], rest: rest.slice(fitting.key.length) }
  );
}
