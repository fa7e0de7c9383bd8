import type { Expectation } from './expectation.ts';

/** A document and one of its sections. */
export interface Source {
  readonly title: string;
  readonly originalTitle?: string;
  readonly section: string;
  readonly url?: string;
}

interface Promised {
  /** Semver range of the component for which this is said; every version when absent. */
  readonly versions?: string;
  readonly source: Source;
  /** The statement in our own words. */
  readonly description: string;
  readonly expect: readonly Expectation[];
}

export interface Guarantee extends Promised {
  readonly kind: 'guarantee';
}

export interface Limitation extends Promised {
  readonly kind: 'limitation';
  /** What is seen instead once the limitation is gone. */
  readonly lifted: readonly Expectation[];
}

export type Statement = Guarantee | Limitation;

/** Says what works. */
export function guarantee(promised: Omit<Guarantee, 'kind'>): Guarantee {
  return { kind: 'guarantee', ...promised };
}

/** Says what does not work; `lifted` is what drift looks like. */
export function limitation(promised: Omit<Limitation, 'kind'>): Limitation {
  return { kind: 'limitation', ...promised };
}

/** Names a document once; each statement then names its section. */
export function document(title: string, url?: string): (section: string) => Source {
  return (section) => ({ title, section, ...(url && { url }) });
}
