import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { BadInputError } from '../../harness/errors.ts';

/** A value in a YAML file. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `machines[1].zone`; empty for the whole file. */
  readonly field: string;
  /** What is written there, in words. */
  readonly found: string;
}

export type Path = readonly (string | number)[];

/** A YAML file that its schema accepts. */
export interface CheckedYaml<T> {
  readonly value: T;
  /** The position of a value, or of the map that lacks it; `key` asks for the position of the key in its map. */
  readonly at: (path: Path, part?: 'key' | 'value') => Position;
}

/** A JSON Schema. `title` is the text after "expected"; `x-among` names the field that lists the allowed values. */
export interface Schema {
  readonly title?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly string[];
  readonly 'x-among'?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}

/** Throws a BadInputError with file, line, column, field, what was expected, and what was found. */
export function refuse({ file, line, column, field, found }: Position, expected: string, instead = found): never {
  const where = `${file}:${line}:${column}: ${field ? `${field}: ` : ''}`;
  throw new BadInputError(`${where}expected ${expected}; there was ${instead}`);
}

/** Checks YAML by a schema and fills in its defaults; throws a BadInputError with the position of what is wrong. */
export function yamlChecker<T>(schema: Schema): (text: string, file: string) => CheckedYaml<T> {
  let validate: ValidateFunction | undefined;
  return (text, file) => {
    const yaml = readYaml<T>(text, file);
    // At the first use, because compilation is slow.
    validate ??= compile(schema);
    if (!validate(yaml.value)) refuseFirst(validate.errors ?? [], { ...yaml, schema });
    return yaml;
  };
}

function compile(schema: Schema): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateSchema: false, useDefaults: true });
  ajv.addKeyword({
    keyword: 'x-among',
    schemaType: 'string',
    validate: (field: string, data: unknown, _schema: unknown, context?: { rootData: unknown }) =>
      namesIn(context?.rootData, field).includes(data),
  });
  return ajv.compile(schema);
}

/** Throws the first error in the file; `if` and `propertyNames` only repeat what is below them. */
function refuseFirst(errors: readonly ErrorObject[], yaml: CheckedYaml<unknown> & Checked): void {
  const own = errors.filter(({ keyword }) => keyword !== 'if' && keyword !== 'propertyNames');
  const placed = own.map((error) => ({
    error,
    ...yaml.at(pathOf(error), keyOf(error) === undefined ? 'value' : 'key'),
  }));
  const has = (keyword: string, { error }: { error: ErrorObject }) => Number(error.keyword === keyword);
  const [first] = placed.toSorted(
    (one, other) =>
      // A misspelt field explains the field that is missing.
      has('additionalProperties', other) - has('additionalProperties', one) ||
      one.line - other.line ||
      one.column - other.column ||
      has('type', other) - has('type', one),
  );
  if (!first) throw new Error('the schema refuses a file without an error');
  const { error } = first;
  const key = keyOf(error);
  const found = key === undefined ? error.keyword === 'minItems' && 'an empty list' : JSON.stringify(key);
  refuse(first, expectedBy(error, yaml), found || undefined);
}

function pathOf({ instancePath, keyword, params, propertyName }: ErrorObject): Path {
  const path = instancePath.split('/').slice(1);
  const { additionalProperty, missingProperty, i, j } = params;
  const last = propertyName ?? additionalProperty ?? missingProperty;
  if (last !== undefined) path.push(last);
  if (keyword === 'uniqueItems') path.push(String(Math.max(i, j)));
  return path.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The key that an error is about, if it is not about a value. */
function keyOf({ propertyName, params }: ErrorObject): string | undefined {
  return propertyName ?? params.additionalProperty;
}

function expectedBy({ keyword, params, parentSchema }: ErrorObject, checked: Checked): string {
  const rule = parentSchema as Schema;
  switch (keyword) {
    case 'additionalProperties':
      return `no field but ${Object.keys(rule.properties ?? {}).join(', ')}`;
    case 'required':
      return inWords(rule.properties?.[params.missingProperty] ?? rule, checked);
    case 'uniqueItems':
      return 'each only once';
    case 'maximum':
      return `at most ${params.limit}`;
    default:
      return inWords(rule, checked);
  }
}

interface Checked {
  readonly schema: Schema;
  readonly value: unknown;
}

/** What a schema expects. */
function inWords(of: Schema | undefined, checked: Checked): string {
  if (!of) return 'something else';
  const { title, properties, type, minimum, $ref = '', 'x-among': field } = of;
  if (field !== undefined) {
    const names = namesIn(checked.value, field).join(', ') || 'none';
    return title === undefined ? `one of ${names}` : `${title} (${names})`;
  }
  if (properties) return `a map with ${Object.keys(properties).join(', ')}`;
  if (title !== undefined) return title;
  if (of.enum) return `one of ${of.enum.join(', ')}`;
  if (type === 'boolean') return 'true or false';
  if (type === 'integer') return `a whole number from ${minimum} on`;
  return inWords(checked.schema.$defs?.[$ref.split('/').at(-1) ?? ''], checked);
}

/** The items of a list or the keys of a map, a field of the whole file. */
function namesIn(value: unknown, field: string): readonly unknown[] {
  const names = (value as Readonly<Record<string, unknown>> | null)?.[field] ?? [];
  return Array.isArray(names) ? names : Object.keys(names as object);
}

function readYaml<T>(text: string, file: string): CheckedYaml<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [error] = document.errors;
  if (error) {
    const { line, column } = placeOf(error.pos[0]);
    throw new BadInputError(`${file}:${line}:${column}: ${error.message}`);
  }
  return {
    value: plainValue(document, file) as T,
    at(path, part) {
      let node: Node | null | undefined = document.contents;
      let [offset, keyOffset, field] = [node?.range?.[0] ?? 0, 0, ''];
      for (const step of path) {
        const here = resolved(node, document);
        if (isSeq(here)) {
          node = here.items[Number(step)] as Node | undefined;
          field += `[${step}]`;
        } else {
          const pair = isMap(here)
            ? here.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step))
            : undefined;
          node = pair?.value as Node | null | undefined;
          keyOffset = (pair?.key as Node | undefined)?.range?.[0] ?? offset;
          if (pair) offset = keyOffset;
          field += field ? `.${step}` : String(step);
        }
        offset = node?.range?.[0] ?? offset;
      }
      return { ...placeOf(part === 'key' ? keyOffset : offset), field, found: found(resolved(node, document)) };
    },
  };
}

function plainValue(document: Document.Parsed, file: string): unknown {
  try {
    // Without a limit, as a topology may give many machines the same labels.
    return document.toJS({ maxAliasCount: -1 });
  } catch (cause) {
    throw new BadInputError(`${file}: ${(cause as Error).message}`, { cause });
  }
}

function resolved(node: Node | null | undefined, document: Document.Parsed): Node | null | undefined {
  return isAlias(node) ? node.resolve(document) : node;
}

function found(node: Node | null | undefined): string {
  if (isMap(node)) return 'a map';
  if (isSeq(node)) return 'a list';
  return isScalar(node) && node.value !== null ? JSON.stringify(node.value) : 'nothing';
}
