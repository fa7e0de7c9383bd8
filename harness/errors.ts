/** What the user wrote cannot be used; the message names the file, and the line and field where they are known. */
export class BadInputError extends Error {
  override readonly name: string = 'BadInputError';
}

/** Where in a manifest something is wrong. */
export interface Place {
  /** Path from the project's root. */
  readonly file: string;
  /** From 1. */
  readonly line?: number | undefined;
  /** Position of the YAML document in the file, from 1. */
  readonly document?: number | undefined;
  /** `Deployment/web` */
  readonly object?: string | undefined;
  /** `spec.template.spec.containers[0].image` */
  readonly field?: string | undefined;
}

/** A manifest cannot be read, or the API server refuses it. */
export class ManifestError extends BadInputError {
  override readonly name = 'ManifestError';
  readonly place: Place;

  constructor(place: Place, message: string, options?: ErrorOptions) {
    super(`${placeInWords(place)}: ${message}`, options);
    this.place = place;
  }
}

function placeInWords({ file, line, document, object, field }: Place): string {
  const where = line === undefined ? file : `${file}:${line}`;
  const what = [document !== undefined && `document ${document}`, object, field].filter(Boolean).join(', ');
  return what ? `${where} (${what})` : where;
}

/** `await using` wraps the first failure into the one of the clean-up; this puts the first failure first again. */
export function faultsInOrder(error: unknown): readonly unknown[] {
  if (!(error instanceof SuppressedError)) return [error];
  return [...faultsInOrder(error.suppressed), ...faultsInOrder(error.error)];
}

/** The messages of all failures that an error holds, in their order. */
export function messageOf(error: unknown): string {
  return faultsInOrder(error)
    .map((fault) => (fault instanceof Error ? fault.message : String(fault)))
    .join('; ');
}
