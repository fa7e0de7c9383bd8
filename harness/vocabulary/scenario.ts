import type { Capability, Machines } from '../cluster.ts';
import type { ClusterView, Expectation } from './expectation.ts';

/** What a scenario can do after its manifests are applied. All of it is undone afterwards, last first. */
export interface Stage {
  readonly view: ClusterView;
  /** Applies a manifest of the scenario's suite; `${NAME}` in it stands for the value given. */
  apply(manifest: string, values?: Readonly<Record<string, string>>): Promise<void>;
  /**
   * Applies a manifest that the API server is expected to refuse; the view then has its answer: `refusal(manifest)`.
   */
  attempt(manifest: string, values?: Readonly<Record<string, string>>): Promise<void>;
  /** Deletes an object that the scenario applied, or that a controller made of one. */
  remove(kind: string, name: string): Promise<void>;
  /** Waits until all hold; rejects with what was seen instead. */
  until(...expectations: Expectation[]): Promise<void>;
  /** Marks a node unschedulable until the scenario is over. Only in an exclusive scenario. */
  cordon(node: string): Promise<void>;
  /** Takes the mark away, until the scenario is over. Only in an exclusive scenario. */
  uncordon(node: string): Promise<void>;
  /**
   * Cordons a node, evicts all Pods but those of DaemonSets, and waits until they are gone. Only in an exclusive
   * scenario.
   */
  drain(node: string): Promise<void>;
  /** Sets a Deployment's replicas until the scenario is over; in another namespace only in an exclusive scenario. */
  scale(deployment: { readonly namespace?: string; readonly name: string }, replicas: number): Promise<void>;
  /**
   * The machines of the nodes; except `add`, only in an exclusive scenario. Rejects where the cluster lacks machines.
   */
  readonly machines: Machines;
}

/** One behaviour, one source, one file. Data only: importing it registers nothing. */
export interface Scenario {
  readonly title: string;
  /** Core: every conformant cluster shows it. */
  readonly level: 'core' | 'extended';
  /** The component whose version chooses among the statements. */
  readonly about: string;
  /** Other components that the cluster must have, such as the driver of the scenario's volumes. */
  readonly needs?: readonly string[];
  readonly requires: readonly Capability[];
  /** True when it changes what others use: no other scenario then uses the cluster meanwhile. */
  readonly exclusive?: boolean;
  /** Manifests in the same folder, applied in order. */
  readonly given: readonly string[];
  when?(stage: Stage): Promise<void>;
  /** The same without the documented cause; without it the verdict is inconclusive. */
  readonly control?: readonly Expectation[];
  readonly documented: readonly Statement[];
}

/** One statement may stand without brackets. */
type Described<S extends Statement> = Omit<Scenario, 'documented'> & { readonly documented: S | readonly S[] };
type WithControl = Described<Statement> & { readonly control: readonly [Expectation, ...Expectation[]] };

/** A scenario that documents a limitation must have a control: the compiler asks for it. */
export function scenario({ documented, ...rest }: WithControl | Described<Guarantee>): Scenario {
  return { ...rest, documented: [documented].flat() };
}

/** A document and one of its sections. */
export interface Source {
  readonly title: string;
  /** The document's own title, where the document is not in English. */
  readonly originalTitle?: string;
  readonly section: string;
  readonly url?: string;
}

export interface Guarantee {
  readonly kind: 'guarantee';
  /** Semver range of the component for which the statement holds; every version when absent. */
  readonly versions?: string;
  readonly source: Source;
  /** The statement in our own words. */
  readonly description: string;
  readonly expect: readonly Expectation[];
}

export interface Limitation extends Omit<Guarantee, 'kind'> {
  readonly kind: 'limitation';
  /** What is seen instead once the limitation is gone. */
  readonly lifted: readonly Expectation[];
}

export type Statement = Guarantee | Limitation;

/** States what works. */
export function guarantee(promised: Omit<Guarantee, 'kind'>): Guarantee {
  return { kind: 'guarantee', ...promised };
}

/** States what does not work; `lifted` is what drift looks like. */
export function limitation(promised: Omit<Limitation, 'kind'>): Limitation {
  return { kind: 'limitation', ...promised };
}

/** Names a document once; each statement then names its section. */
export function document(named: Omit<Source, 'section'>): (section: string) => Source {
  return (section) => ({ ...named, section });
}

/** The same for a repository on GitHub: `kubernetes/kubernetes`. */
export function repository(path: `${string}/${string}`): (section: string) => Source {
  return document({ title: path.replace(/^.*\//, ''), url: `https://github.com/${path}` });
}
