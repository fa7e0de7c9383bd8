import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { BadInputError } from '../../harness/errors.ts';

/** A value in a YAML file, with where it stands. */
export interface Located {
  /** `machines[1].zone`; empty for the whole file. */
  readonly field: string;
  readonly node: Node | null;
  readonly source: Source;
  /** Where in the text it stands, or where it would have to stand. */
  readonly offset: number;
  /** Where its key stands; absent in lists. */
  readonly keyOffset?: number;
}

interface Source {
  readonly file: string;
  readonly lines: LineCounter;
  readonly document: Document.Parsed;
}

/** The one document of a YAML file; throws a BadInputError that names line and column when it is none. */
export function located(text: string, file: string): Located {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const source = { file, lines, document };
  const whole = { field: '', node: document.contents, source, offset: document.contents?.range[0] ?? 0 };
  const [error] = document.errors;
  if (error) throw new BadInputError(`${placeOf({ ...whole, offset: error.pos[0] })}: ${error.message}`);
  return whole;
}

/** Throws a BadInputError with file, line, column, field, what was expected, and what was there. */
export function wrong(at: Located, expected: string, found = inWords(at)): never {
  throw new BadInputError(`${placeOf(at)}: ${at.field ? `${at.field}: ` : ''}expected ${expected}; there was ${found}`);
}

/** The same for the key of a value in a map. */
export function wrongKey(at: Located, key: string, expected: string): never {
  return wrong({ ...at, offset: at.keyOffset ?? at.offset }, expected, JSON.stringify(key));
}

/** The value as JavaScript has it: undefined when nothing is written. */
export function scalarOf(at: Located): unknown {
  const node = resolved(at);
  return isScalar(node) ? (node.value ?? undefined) : undefined;
}

export function itemsOf(at: Located, expected: string): readonly Located[] {
  const node = resolved(at);
  if (!isSeq(node)) return wrong(at, expected);
  return (node.items as Node[]).map((item, index) => inside(at, item, `${at.field}[${index}]`, item.range?.[0]));
}

/** Keys and values of a map, in the order in which they are written. */
export function entriesOf(at: Located, expected: string): readonly (readonly [string, Located])[] {
  const node = resolved(at);
  if (!isMap(node)) return wrong(at, expected);
  return node.items.map(({ key, value }) => {
    const [keyOffset] = (key as Node).range ?? [at.offset];
    if (!isScalar(key)) return wrong({ ...at, offset: keyOffset }, 'the name of a field', 'something else');
    const name = String(key.value);
    const field = at.field ? `${at.field}.${name}` : name;
    const place = (value as Node | null)?.range?.[0] ?? keyOffset;
    return [name, { ...inside(at, value as Node | null, field, place), keyOffset }];
  });
}

/** A field that is not written, as the place where its map begins. */
export function absent(at: Located, field: string): Located {
  return { ...inside(at, null, at.field ? `${at.field}.${field}` : field, undefined), offset: at.offset };
}

function inside({ source, offset }: Located, node: Node | null, field: string, at: number | undefined): Located {
  return { field, node, source, offset: at ?? offset };
}

function resolved({ node, source }: Located): Node | null | undefined {
  return isAlias(node) ? node.resolve(source.document) : node;
}

function placeOf({ source: { file, lines }, offset }: Located): string {
  const { line, col } = lines.linePos(offset);
  return `${file}:${line}:${col}`;
}

function inWords(at: Located): string {
  const node = resolved(at);
  if (isMap(node)) return 'a map';
  if (isSeq(node)) return 'a list';
  const value = scalarOf(at);
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
