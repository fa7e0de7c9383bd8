import { absent, entriesOf, itemsOf, type Located, scalarOf, wrong, wrongKey } from './located.ts';

/** A text of a kind; `expected` says in words what the pattern asks for. */
export interface TextKind {
  readonly expected: string;
  readonly pattern: RegExp;
}

/** The fields of a map by their names; a field that is not among `known` is an error. */
export function fieldsOf<K extends string>(at: Located, known: readonly K[]): (name: K) => Located {
  const expected = `a map with ${known.join(', ')}`;
  const entries = new Map(entriesOf(at, expected));
  for (const [name, value] of entries) {
    if (!(known as readonly string[]).includes(name)) wrongKey(value, name, `no field but ${known.join(', ')}`);
  }
  return (name) => entries.get(name) ?? absent(at, name);
}

export function isWritten(at: Located): boolean {
  return at.node !== null;
}

export function textOf(at: Located, { expected, pattern }: TextKind): string {
  const value = scalarOf(at);
  return typeof value === 'string' && pattern.test(value) ? value : wrong(at, expected);
}

export function wholeOf(at: Located, least: number): number {
  const value = scalarOf(at);
  return Number.isInteger(value) && Number(value) >= least
    ? Number(value)
    : wrong(at, `a whole number from ${least} on`);
}

export function truthOf(at: Located): boolean {
  const value = scalarOf(at);
  return typeof value === 'boolean' ? value : wrong(at, 'true or false');
}

export function choiceOf<T extends string>(at: Located, choices: readonly T[]): T {
  const value = scalarOf(at);
  return choices.find((choice) => choice === value) ?? wrong(at, `one of ${choices.join(', ')}`);
}

/** The items of a list, no two of them alike. */
export function listOf<T>(at: Located, expected: string, read: (item: Located) => T): readonly T[] {
  const found: T[] = [];
  for (const item of itemsOf(at, expected)) {
    const value = read(item);
    if (found.includes(value)) wrong(item, `each only once in ${at.field}`);
    found.push(value);
  }
  return found;
}

export function recordOf<T>(
  at: Located,
  expected: string,
  read: (value: Located, key: string) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(entriesOf(at, expected).map(([key, value]) => [key, read(value, key)]));
}
