import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../api/objects.ts';
import { ManifestError, type Place } from '../loading/bad-input.ts';
import { lineOfField } from './manifest-line.ts';
import { objectName } from './names.ts';

/** One object of a manifest. */
export interface ManifestObject {
  readonly object: KubernetesObject & Readonly<Record<string, unknown>>;
  readonly place: Place;
  /** Where the field, or the nearest of its parents that is written, stands; `spec.containers[0].image` or `.spec.containers[name="web"]`. */
  placeOf(field: string): Place;
}

export interface ManifestText {
  readonly text: string;
  /** Path from the project's root, for messages. */
  readonly file: string;
  /** What `${NAME}` stands for. */
  readonly values?: Readonly<Record<string, string>> | undefined;
}

/** Reads a manifest as kubectl does (YAML 1.1); throws a ManifestError that names the line. */
export function parseManifest({ text, file, values = {} }: ManifestText): readonly ManifestObject[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(withValues({ text, file, values }), {
    version: '1.1',
    lineCounter: lines,
    // kubectl knows neither dates nor numbers to base 60.
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

function withValues({
  text,
  file,
  values,
}: ManifestText & { readonly values: Readonly<Record<string, string>> }): string {
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
