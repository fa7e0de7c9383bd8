import { firstThatFits } from '../words/text.ts';

/** Average bytes per scenario: a page of a hundred has less than 2 MB, which a telephone opens immediately. */
const largestScenario = 19_000;
const largestOfFew = 100 * largestScenario;

/** How much the page shows; a note marks each cut, and report.json holds everything. */
export interface Detail {
  /** In characters. */
  readonly longestText: number;
  /** Rows of findings, attempts, changes of state, events and nodes. */
  readonly rows: number;
  readonly objects: number;
  /** Nodes, Pods and volumes that one zone of the map shows, of each. */
  readonly boxes: number;
}

/** The longest text of the first is what most objects have as YAML. */
const details: readonly Detail[] = [
  { longestText: 20_000, rows: 200, objects: 40, boxes: 16 },
  { longestText: 4_000, rows: 200, objects: 40, boxes: 16 },
  { longestText: 1_000, rows: 60, objects: 20, boxes: 8 },
  { longestText: 200, rows: 8, objects: 3, boxes: 2 },
];

/** Renders with the most detail that keeps the page small enough; with the least if none does. */
export function smallEnough(scenarios: number, render: (detail: Detail) => string): string {
  return firstThatFits(details, Math.max(largestOfFew, scenarios * largestScenario), render);
}
