import type { Capability, Machines } from '../cluster.ts';
import type { ClusterView, Expectation } from './expectation.ts';
import type { Limitation, Statement } from './statement.ts';

/** What a scenario can do between its manifests and its judgement. Everything is undone afterwards, last first. */
export interface Stage {
  readonly view: ClusterView;
  /** Applies a manifest beside the scenario; `${NAME}` in it stands for the value given. */
  apply(manifest: string, values?: Readonly<Record<string, string>>): Promise<void>;
  /** Applies a manifest that the API server is expected to refuse; what it said is `refusal(manifest)` in the view. */
  attempt(manifest: string, values?: Readonly<Record<string, string>>): Promise<void>;
  /** Deletes an object that the scenario applied, or that a controller made of one. */
  remove(kind: string, name: string): Promise<void>;
  /** Waits until all hold; rejects with what was seen instead. */
  until(...expectations: Expectation[]): Promise<void>;
  /** Marks a node unschedulable until the scenario is over. Only in an exclusive scenario. */
  cordon(node: string): Promise<void>;
  /** Takes the mark away, until the scenario is over. Only in an exclusive scenario. */
  uncordon(node: string): Promise<void>;
  /** Cordons a node, evicts every Pod but those of DaemonSets and waits until they are gone. Only in an exclusive scenario. */
  drain(node: string): Promise<void>;
  /** Sets a Deployment's replicas until the scenario is over; outside the scenario's namespace only in an exclusive scenario. */
  scale(deployment: { readonly namespace?: string; readonly name: string }, replicas: number): Promise<void>;
  /** The machines under the nodes; but for `add`, only in an exclusive scenario. Every act rejects where the cluster lacks machines. */
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
  /** True when it touches what others use: it then has the cluster for itself. */
  readonly exclusive?: boolean;
  /** Manifests beside the scenario, applied in order. */
  readonly given: readonly string[];
  when?(stage: Stage): Promise<void>;
  /** The same without the documented cause; unless it comes about, nothing can be told. */
  readonly control?: readonly Expectation[];
  readonly documented: readonly Statement[];
}

type WithControl = Omit<Scenario, 'control'> & { readonly control: readonly [Expectation, ...Expectation[]] };
type WithoutLimitation = Omit<Scenario, 'documented'> & {
  readonly documented: readonly Exclude<Statement, Limitation>[];
};

/** A scenario that documents a limitation must have a control: the compiler asks for it. */
export function scenario(scenario: WithControl | WithoutLimitation): Scenario {
  return scenario;
}
