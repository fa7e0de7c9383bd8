import type { DriverDefinition } from '../definition.ts';
import { reasonOf } from './skips.ts';
import type { SanityTest } from './tests-in.ts';

export interface Summary {
  /** `ebs 1.64  85 passed, 0 failed, 7 skipped: no capacity, no clones`, and a line for each failure. */
  readonly lines: readonly string[];
  readonly passed: boolean;
}

/** Counts; a test that was skipped for a reason that is not the driver's has failed. */
export function summary(profile: string, definition: DriverDefinition, tests: readonly SanityTest[]): Summary {
  const skipped = tests.filter(({ state }) => state === 'skipped');
  const reasons = skipped.map(({ message }) => reasonOf(message, definition));
  const wronglySkipped = skipped.filter((_, index) => reasons[index] === undefined);
  const failed = tests.filter(({ state }) => state === 'failed');
  const passed = tests.filter(({ state }) => state === 'passed').length;

  const why = [...new Set(reasons.filter((reason) => reason !== undefined))].join(', ');
  const left = skipped.length - wronglySkipped.length;
  const counts = `${passed} passed, ${failed.length + wronglySkipped.length} failed, ${left} skipped${why && `: ${why}`}`;
  const failures = [
    ...failed.map(({ name, message }) => `  failed: ${name}\n    ${message.replaceAll('\n', '\n    ')}`),
    ...wronglySkipped.map(({ name, message }) => `  skipped, but must not be: ${name}\n    ${message}`),
    ...(passed === 0 ? ['  failed: no test passed'] : []),
  ];
  return { lines: [`${profile}  ${counts}`, ...failures], passed: failures.length === 0 };
}
