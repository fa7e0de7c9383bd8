/** What a scenario may have on average, in bytes: a hundred of them are less than 2 MB, which opens at once on a telephone. */
const largestScenario = 19_000;
const largestOfFew = 100 * largestScenario;

/** How much is told; whatever is cut says so, and is in report.json. */
export interface Detail {
  /** In characters. */
  readonly longestText: number;
  /** Of findings, attempts, changes of state, events, nodes that keep a Pod off. */
  readonly rows: number;
  readonly objects: number;
  /** Nodes, Pods and volumes that a zone of the map has room for, of each. */
  readonly boxes: number;
}

/** The longest text of the first is what most objects have as YAML. */
const details: readonly Detail[] = [
  { longestText: 20_000, rows: 200, objects: 40, boxes: 16 },
  { longestText: 4_000, rows: 200, objects: 40, boxes: 16 },
  { longestText: 1_000, rows: 60, objects: 20, boxes: 8 },
  { longestText: 200, rows: 8, objects: 3, boxes: 2 },
];

/** What is rendered with the most detail with which it is small enough; with the least, if it never is. */
export function smallEnough(scenarios: number, render: (detail: Detail) => string): string {
  const largest = Math.max(largestOfFew, scenarios * largestScenario);
  let text = '';
  for (const detail of details) {
    text = render(detail);
    if (Buffer.byteLength(text) <= largest) break;
  }
  return text;
}
