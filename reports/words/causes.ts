import type { ScenarioReport } from '../../harness/report.ts';
import { shortened } from './shortened.ts';

/** Why each Pod was as it was that was not well, the same of many once: `Pod web-0 and 3 more: no node takes it: …`. */
export function causesInWords({ explanations = [] }: Pick<ScenarioReport, 'explanations'>, limit: number): string[] {
  const byCause = Map.groupBy(explanations, ({ cause, pod }) => cause.replaceAll(pod.name, 'it'));
  return [...byCause.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    return [shortened(`Pod ${first.pod.name}${more}: ${first.cause}`, limit)];
  });
}
