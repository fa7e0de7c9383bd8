import type { Finding } from '../../verdict.ts';

/** What a scenario waited for did not come about. */
export class UnmetError extends Error {
  readonly findings: readonly Finding[];

  constructor(how: string, findings: readonly Finding[]) {
    const unmet = findings.filter(({ met }) => !met).map(({ summary, saw }) => `${summary} (saw ${saw})`);
    super(`${how} while waiting until ${unmet.join(' and ')}`);
    this.name = 'UnmetError';
    this.findings = findings;
  }
}
