import type { KnownKind, KubernetesObject } from '../api/resources.ts';
import type { Finding } from '../verdict.ts';

/** What the scenario's namespace and the cluster hold right now, as the watches last saw it. */
export interface ClusterView {
  /** The scenario's own namespace. */
  readonly namespace: string;
  /** Namespaced kinds are looked up in the scenario's namespace; names as the manifest writes them. */
  get<T extends KubernetesObject>(kind: KnownKind, name: string): T | undefined;
  list<T extends KubernetesObject>(kind: KnownKind, labels?: Readonly<Record<string, string>>): readonly T[];
  /** The last answer to a probe that an expectation asked for. */
  answer(probe: Probe): HttpAnswer | undefined;
  /**
   * Why the API server refused an attempted manifest; undefined while it has not. Names as the manifest writes them.
   */
  refusal(manifest: string): Refusal | undefined;
  /**
   * The last text of a log; undefined while it could not be read. The first look makes the engine read the log
   * repeatedly.
   */
  log(log: LogWanted): string | undefined;
  /** States that an object has been in, oldest first: `Pod/web`. */
  history(object: string): readonly string[];
}

/** An HTTP request that the engine repeats while it evaluates the scenario. */
export interface Probe {
  readonly service: string;
  readonly port: number;
  readonly path: string;
}

/** The log of a container, which the engine reads repeatedly after an expectation has looked at it. */
export interface LogWanted {
  readonly pod: string;
  /** May be absent where the Pod has one container only. */
  readonly container?: string;
  /** Of the container that ran before the last restart. */
  readonly previous?: boolean;
}

export interface Refusal {
  /** HTTP status: 422 when the object is invalid. */
  readonly status: number;
  readonly message: string;
}

export type HttpAnswer = { readonly status: number; readonly body: string } | { readonly error: string };

/** A condition on the cluster. It looks once; only the engine waits. */
export interface Expectation {
  /** Reads as a sentence: `Pod web is running`. */
  readonly summary: string;
  readonly probes?: readonly Probe[];
  look(view: ClusterView): Omit<Finding, 'summary'>;
}
