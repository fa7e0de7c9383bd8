import type { KnownKind, KubernetesObject } from '../api/resources.ts';
import type { Pod } from '../kubernetes.ts';
import type { Finding } from '../verdict.ts';
import type { ClusterView, Expectation } from './expectation.ts';

/** What one look saw. */
export type Seen = Omit<Finding, 'summary'>;

/**
 * A condition on an object of a kind. The description continues a sentence that the object's name begins: `is running`.
 */
export interface Matcher<T> {
  readonly description: string;
  look(object: T, view: ClusterView): Seen;
}

/** Expects the object of that name to match; a missing object does not match. */
export function expectationOf<T extends KubernetesObject>(
  kind: KnownKind,
  name: string,
  { description, look }: Matcher<T>,
): Expectation {
  return {
    summary: `${kind} ${name} ${description}`,
    look(view) {
      const object = view.get<T>(kind, name);
      return object ? look(object, view) : { met: false, saw: `no ${kind} ${name}` };
    },
  };
}

/** Pods that belong together, and how many there should be. */
export interface Group {
  /** `Pod of Deployment web` */
  readonly summary: string;
  /** Undefined while there is no such group. */
  members(view: ClusterView): { readonly pods: readonly Pod[]; readonly wanted: number } | undefined;
}

/** Expects each Pod of a complete group to match. It is never final: the Pods of a group may be replaced. */
export function eachOf({ summary, members }: Group, { description, look }: Matcher<Pod>): Expectation {
  return {
    summary: `every ${summary} ${description}`,
    look(view) {
      const group = members(view);
      if (!group) return { met: false, saw: `no ${summary.replace(/^.* of /, '')}` };
      const { pods, wanted } = group;
      const seen = pods.map((pod) => ({ name: pod.metadata?.name ?? '', ...look(pod, view) }));
      const met = pods.length === wanted && seen.every((finding) => finding.met);
      return { met, saw: `${pods.length} of ${wanted} Pods: ${groupInWords(seen)}` };
    },
  };
}

/** Pods of which the same was seen are counted; of those that differ, each is named. */
function groupInWords(seen: readonly { readonly name: string; readonly saw: string }[]): string {
  const same = Map.groupBy(seen, ({ name, saw }) => saw.replaceAll(name, '<pod>'));
  const parts = [...same].map(([saw, pods]) =>
    pods.length > 1 ? `${pods.length} × ${saw}` : pods.map(({ name, saw }) => `${name}: ${saw}`).join(),
  );
  return parts.join('; ') || 'none';
}

/**
 * An expected text: to the letter, where `<pod>` and `<node>` stand for names that only the cluster knows, or by a
 * pattern with the words that a reader sees in its place.
 */
export type Wording = string | Pattern;

export interface Pattern {
  readonly pattern: RegExp;
  readonly description: string;
}

/** A text that matches the pattern. The description is part of a sentence: `that permission is denied`. */
export function matching(pattern: RegExp, description: string): Pattern {
  return { pattern, description };
}

/** Whether a text is worded as expected. */
export function isWorded(
  wording: Wording,
  text = '',
  names: Readonly<Record<string, string | undefined>> = {},
): boolean {
  return typeof wording === 'string' ? fillIn(wording, names) === text : wording.pattern.test(text);
}

/** The text with the names that the cluster knows in the place of `<pod>` and the like. */
export function fillIn(text: string, names: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/<(\w+)>/g, (placeholder, name: string) => names[name] ?? placeholder);
}

/** The wording as a summary shows it. */
export function quote(wording: Wording): string {
  return typeof wording === 'string' ? `“${wording}”` : wording.description;
}
