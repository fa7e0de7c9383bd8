import type { KubernetesObject } from '../api/objects.ts';
import type { KnownKind } from '../api/resources.ts';
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
  /** States that an object has been in, oldest first: `Pod/web`. */
  history(object: string): readonly string[];
}

/** An HTTP request that the engine repeats while the scenario is judged. */
export interface Probe {
  readonly service: string;
  readonly port: number;
  readonly path: string;
}

export type HttpAnswer = { readonly status: number; readonly body: string } | { readonly error: string };

/** Something to be seen. It looks once; only the engine waits. */
export interface Expectation {
  /** Reads as a sentence: `Pod web is running`. */
  readonly summary: string;
  readonly probes?: readonly Probe[];
  look(view: ClusterView): Omit<Finding, 'summary'>;
}
