import type { ConformanceReport } from '../../harness/report.ts';
import type { Reporter } from '../../harness/reporter.ts';
import { inOrderOfId } from '../words/order.ts';
import { inSchemaOrder } from './schema-order.ts';

/** The whole report as JSON, to the letter: nothing is cut or cleaned, and the same report is always the same text. */
export const jsonReporter: Reporter = {
  fileName: () => 'report.json',
  render(report) {
    const sorted: ConformanceReport = { ...report, scenarios: inOrderOfId(report) };
    return `${JSON.stringify(inSchemaOrder(sorted), null, 2)}\n`;
  },
};
