/** A JUnit suite; never nested, never empty. */
export interface TestSuite {
  /** Short and stable: TestGrid puts it before each case's name. */
  readonly name: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly properties: Properties;
  readonly cases: readonly TestCase[];
}

export interface TestCase {
  readonly classname: string;
  readonly name: string;
  readonly seconds: number;
  readonly file?: string;
  readonly line?: number;
  readonly properties: Properties;
  readonly outcome: Outcome;
  /** Earlier attempts, oldest first, none of which passed. */
  readonly before?: readonly Reason[];
  readonly systemOut?: string;
}

export type Properties = Readonly<Record<string, string>>;

/**
 * `failure`: the cluster does not conform. `error`: we could not tell. The text says it all, its first line in short; the message
 * must not repeat it, since Spyglass, TestGrid and Sonobuoy print both, nor be empty, since Jenkins prints it alone.
 */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly reason: string }
  | ({ readonly kind: 'failure' | 'error' } & Reason);

export interface Reason {
  readonly type: string;
  readonly message: string;
  readonly text: string;
}
