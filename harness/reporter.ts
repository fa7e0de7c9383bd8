import type { ConformanceReport } from './report.ts';

/** Turns the one report into a file's content; pure, so that golden files can hold it to its word. */
export interface Reporter {
  fileName(report: ConformanceReport): string;
  render(report: ConformanceReport): string;
}
