import type { Expectation } from '../../vocabulary/expectation.ts';

/** Expects a Pod in a phase; a Failed one stays so. Counts how often it was looked at. */
export function phase(pod: string, wanted: string): Expectation & { looks: number } {
  return {
    looks: 0,
    summary: `Pod ${pod} is ${wanted}`,
    look(view) {
      this.looks++;
      const found = view.get<{ kind: 'Pod'; status?: { phase?: string } }>('Pod', pod)?.status?.phase ?? 'absent';
      return { met: found === wanted, saw: found, final: found === 'Failed' };
    },
  };
}
