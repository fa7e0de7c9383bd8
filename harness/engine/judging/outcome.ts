import type { Clock } from '../../clock.ts';
import type { Patience } from '../../cluster.ts';
import type { Finding } from '../../verdict.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import type { LiveView } from '../view/scenario-view.ts';

/** Expectations that must hold together. */
export interface Outcome<Name extends string> {
  readonly name: Name;
  readonly expect: readonly Expectation[];
}

export interface Waiting {
  readonly view: LiveView;
  readonly patience: Patience;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told after each look what of the first outcome is missing. */
  readonly waitsFor?: ((summary: string) => void) | undefined;
}

export interface Ended<Name extends string> {
  /** `ruled out`: no outcome can come about any more; `unreachable`: time ran out while the view was out of date. */
  readonly how: 'held' | 'out of time' | 'ruled out' | 'unreachable' | 'aborted';
  readonly held?: Name;
  /** What the last look saw, by outcome. */
  readonly findings: Readonly<Record<Name, readonly Finding[]>>;
}

/**
 * Waits for the first of several outcomes to come about within the time and to hold; the one loop that waits for the cluster.
 * It looks again at every change in view, and sets a timer for the deadline and for holding only.
 * Time lost while the view is out of date is given back: nothing holds then, and the deadline starts anew when it is up to date again.
 */
export async function firstToHold<Name extends string>(
  outcomes: readonly Outcome<Name>[],
  { view, patience: { within, holding }, clock, signal, waitsFor }: Waiting,
): Promise<Ended<Name>> {
  let wake = () => {};
  // Changes that come in one go are looked at once: after the macrotask that brought them.
  using _changes = view.onChange(oncePerMacrotask(() => wake()));
  using _aborts = onAbort(signal, () => wake());

  const heldSince = new Map<Name, number>();
  let deadline = clock.elapsed() + within;
  let wasLost = false;

  for (;;) {
    const findings = lookAt(outcomes, view);
    const ended = (how: Ended<Name>['how'], held?: Name): Ended<Name> => ({ how, findings, ...(held && { held }) });
    if (signal.aborted) return ended('aborted');

    const now = clock.elapsed();
    const isLost = view.lost() !== undefined;
    if (wasLost && !isLost) deadline = now + within;
    wasLost = isLost;

    for (const { name } of outcomes) {
      if (isLost || !findings[name].every(({ met }) => met)) heldSince.delete(name);
      else if (!heldSince.has(name)) heldSince.set(name, now);
    }
    const held = outcomes.find(({ name }) => now - (heldSince.get(name) ?? Number.POSITIVE_INFINITY) >= holding);
    if (held) return ended('held', held.name);
    if (!isLost && outcomes.every(({ name }) => isRuledOut(findings[name]))) return ended('ruled out');
    if (now >= deadline && heldSince.size === 0) return ended(isLost ? 'unreachable' : 'out of time');

    waitsFor?.(isLost ? 'the cluster to be in sight again' : missing(outcomes, findings));
    const next = Math.min(
      ...[...heldSince.values()].map((since) => since + holding),
      now < deadline ? deadline : Infinity,
    );
    await new Promise<void>((resolve) => {
      const timer = new AbortController();
      wake = () => {
        timer.abort();
        resolve();
      };
      clock.sleep(next - now, timer.signal).then(wake, () => undefined);
    });
  }
}

function lookAt<Name extends string>(
  outcomes: readonly Outcome<Name>[],
  view: LiveView,
): Record<Name, readonly Finding[]> {
  const looks = new Map<Expectation, Finding>();
  const look = (expectation: Expectation): Finding => {
    const finding = looks.get(expectation) ?? { summary: expectation.summary, ...expectation.look(view) };
    looks.set(expectation, finding);
    return finding;
  };
  const findings = outcomes.map(({ name, expect }) => [name, expect.map(look)] as const);
  return Object.fromEntries(findings) as unknown as Record<Name, readonly Finding[]>;
}

function missing<Name extends string>(
  [first]: readonly Outcome<Name>[],
  findings: Readonly<Record<Name, readonly Finding[]>>,
): string {
  const expected = first ? findings[first.name] : [];
  return expected.find(({ met }) => !met)?.summary ?? `${expected.at(-1)?.summary ?? 'this'}, to last`;
}

function isRuledOut(findings: readonly Finding[]): boolean {
  return findings.some(({ met, final }) => final && !met);
}

function oncePerMacrotask(listener: () => void): () => void {
  let isQueued = false;
  return () => {
    if (isQueued) return;
    isQueued = true;
    setImmediate(() => {
      isQueued = false;
      listener();
    });
  };
}

function onAbort(signal: AbortSignal, listener: () => void): Disposable {
  signal.addEventListener('abort', listener, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', listener) };
}
