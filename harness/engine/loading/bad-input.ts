import { BadInputError } from '../../bad-input.ts';

export { BadInputError };

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
  readonly place: Place;

  constructor(place: Place, message: string, options?: ErrorOptions) {
    super(`${inWords(place)}: ${message}`, options);
    this.name = 'ManifestError';
    this.place = place;
  }
}

function inWords({ file, line, document, object, field }: Place): string {
  const where = line === undefined ? file : `${file}:${line}`;
  const what = [document !== undefined && `document ${document}`, object, field].filter(Boolean).join(', ');
  return what ? `${where} (${what})` : where;
}
