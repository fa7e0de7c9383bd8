import { html as markup } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { VerdictKind } from '../../harness/verdict.ts';
import { symbols } from '../words/run.ts';
import { firstThatFits, oneLine, printable } from '../words/text.ts';
import type { TimedEvent } from '../words/timeline.ts';

/** How much the page shows; a note marks each cut. The longest text of the first is what most objects have as YAML. */
const details = [
  { longestText: 20_000, rows: 200, objects: 40, boxes: 16 },
  { longestText: 4_000, rows: 200, objects: 40, boxes: 16 },
  { longestText: 1_000, rows: 60, objects: 20, boxes: 8 },
  { longestText: 200, rows: 8, objects: 3, boxes: 2 },
];

/** `boxes`: nodes, Pods and volumes that one zone of the map shows, of each. */
export type Detail = Readonly<(typeof details)[number]>;

/** Average bytes per scenario: a page of a hundred has less than 2 MB, which a telephone opens immediately. */
const largestScenario = 19_000;

/** Renders with the most detail that keeps the page small enough; with the least if none does. */
export function smallEnough(scenarios: number, render: (detail: Detail) => string): string {
  return firstThatFits(details, Math.max(100, scenarios) * largestScenario, render);
}

/** Text that is already markup. */
export type Markup = HtmlEscapedString;
export type Content = string | number | false | undefined | Markup | readonly Content[];

/** A template that escapes every text and makes it printable, so that no message is markup; quote all attributes. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const made = markup(strings, ...contents.map(asPrintable));
  if (made instanceof Promise)
    throw new Error('a template contains a promise: expected texts, numbers and templates only');
  return made;
}

function asPrintable(content: Content): Content {
  if (Array.isArray(content)) return content.map(asPrintable);
  return typeof content === 'string' ? printable(content) : content;
}

/** A table that scrolls on its own where it is wider than the page. */
export function scrollTable(label: string, headings: readonly string[], body: Content): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table>
<thead><tr>${headings.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}

/** Rows of what happened, with its time. */
export function eventRows(events: readonly TimedEvent[]): Content {
  return events.map(
    ({ when, what, details }) => html`<tr><td>${when}</td><td>${what}</td><td>${details}</td></tr>
`,
  );
}

/** A note that counts what report.json holds beyond what the page shows; nothing if that is all. */
export function moreInJson(more: number, what = 'more'): Markup | false {
  return more > 0 && html`<p class="quiet">${more} ${what} in report.json</p>`;
}

/** A link where `url` is one of http or https, else the text alone: a `javascript:` address must not be clickable. */
export function link(text: Content, url: string | undefined): Content {
  const address = webAddress(url);
  return address ? html`<a href="${address}" rel="noreferrer noopener">${text}</a>` : text;
}

/** What the address bar would make of it; undefined of anything but http and https, and of 2,000 characters or more. */
export function webAddress(url = ''): string | undefined {
  if (url.length >= 2_000 || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'http:' || protocol === 'https:' ? href : undefined;
}

/** Where a scenario is found in the report; what follows `#` in its permalink. */
export function anchorOf({ id }: { readonly id: string }): string {
  return oneLine(id, 300);
}

export function permalink(scenario: { readonly id: string }): string {
  return `#${encodeURIComponent(anchorOf(scenario)).replaceAll('%2F', '/')}`;
}

export const meanings: Readonly<Record<VerdictKind, string>> = {
  passed: 'as documented',
  drifted: 'a documented limitation is gone',
  failed: 'not as documented',
  errored: 'inconclusive: infrastructure error, or the control did not come about',
  skipped: 'the cluster lacks a required capability',
};

/** Colour, symbol and word: each alone is enough for the reader. */
export function verdictBadge(kind: VerdictKind): Markup {
  return html`<span class="verdict ${kind}" title="${meanings[kind]}">
<span aria-hidden="true">${symbols[kind]}</span> ${kind}</span>`;
}
