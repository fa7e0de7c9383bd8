import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseAllDocuments } from 'yaml';
import { type KubernetesObject, objectName } from '../../api/resources.ts';
import { ManifestError, type Place } from '../../errors.ts';

/** One object of a manifest. */
export interface ManifestObject {
  readonly object: KubernetesObject & Readonly<Record<string, unknown>>;
  readonly place: Place;
  /** Place of a field, or of its nearest parent: `spec.containers[0].image` or `.spec.containers[name="web"]`. */
  placeOf(field: string): Place;
}

/** What `${NAME}` in a manifest stands for. */
type Values = Readonly<Record<string, string>>;

/** Reads a manifest as kubectl does (YAML 1.1); throws a ManifestError that names the file and the line. */
export function parseManifest(text: string, file: string, values: Values = {}): readonly ManifestObject[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(withValues(text, file, values), {
    version: '1.1',
    lineCounter: lines,
    // kubectl reads neither dates nor numbers to base 60.
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === 'string' || !(tag.tag.endsWith(':timestamp') || tag.format === 'TIME')),
  });
  if (!Array.isArray(documents)) return [];
  return (documents as Document.Parsed[]).flatMap((document, index) => {
    const place: Place = { file, line: lines.linePos(document.contents?.range[0] ?? 0).line, document: index + 1 };
    const [error] = document.errors;
    if (error) {
      const [words = ''] = error.message.split(/ at line \d+/);
      throw new ManifestError({ ...place, line: lines.linePos(error.pos[0]).line }, words, { cause: error });
    }
    const value: unknown = document.toJS();
    if (value === null || value === undefined) return [];
    const object = checked(value, place);
    const named = { ...place, object: objectName(object) };
    return {
      object,
      place: named,
      placeOf: (field) => ({ ...named, field, line: lineOfField(document, field, lines) ?? named.line }),
    };
  });
}

function checked(value: unknown, place: Place): ManifestObject['object'] {
  if (typeof value !== 'object' || Array.isArray(value)) throw new ManifestError(place, 'expected a Kubernetes object');
  const object = value as ManifestObject['object'];
  for (const field of ['apiVersion', 'kind'] as const)
    if (typeof object[field] !== 'string') throw new ManifestError({ ...place, field }, 'expected text, found none');
  if (object.kind === 'List')
    throw new ManifestError(place, 'expected each object in a document of its own, found a List');
  if (typeof object.metadata?.name !== 'string')
    throw new ManifestError({ ...place, object: object.kind, field: 'metadata.name' }, 'expected text, found none');
  return object;
}

function withValues(text: string, file: string, values: Values): string {
  const unused = new Set(Object.keys(values));
  const replaced = text.replaceAll(/\$\{([A-Z][A-Z0-9_]*)\}/g, (whole, name: string, offset: number) => {
    const value = values[name];
    const line = text.slice(0, offset).split('\n').length;
    if (value === undefined) throw new ManifestError({ file, line }, `no value is given for ${whole}`);
    if (value.includes('\n')) throw new ManifestError({ file, line }, `the value of ${whole} is more than one line`);
    unused.delete(name);
    return value;
  });
  if (unused.size > 0) throw new ManifestError({ file }, `nothing in it takes the value ${[...unused].join(', ')}`);
  return replaced;
}

/** Reads a manifest next to a scenario; rejects with a ManifestError that names it as the user would. */
export async function readManifest(
  scenario: { readonly directory: string; readonly file: string },
  manifest: string,
  values?: Values,
): Promise<readonly ManifestObject[]> {
  const file = join(dirname(scenario.file), manifest);
  const text = await readFile(join(scenario.directory, manifest), 'utf8').catch((cause) => {
    throw new ManifestError({ file }, `${scenario.file} names it, but it cannot be read: ${cause.message}`, { cause });
  });
  return parseManifest(text, file, values);
}

/** Line of a field that the API server names, or of its nearest parent in the manifest; undefined without either. */
function lineOfField(document: Document.Parsed, field: string, lines: LineCounter): number | undefined {
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
    // A key that the manifest leaves to its default, such as protocol, does not distinguish items.
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
