import { badgeReporter } from '../badge/badge.ts';
import { compareConsole, compareMarkdown } from '../compare/compare-text.ts';
import { diffConsole, diffMarkdown } from '../diff/diff-text.ts';
import { annotations } from '../github/annotations.ts';
import { htmlReporter } from '../html/report-html.ts';
import { jsonReporter } from '../json/report-json.ts';
import { junitReporter } from '../junit/junit.ts';
import { summaryReporter } from '../markdown/markdown.ts';
import { inJson } from '../words/text.ts';
import { alike, differing } from './comparisons.ts';
import { interrupted, notStarted } from './cut-short.ts';
import { everyChange } from './every-change.ts';
import { everyVerdict } from './every-verdict.ts';
import { flaky } from './flaky.ts';
import { hostile } from './hostile.ts';
import { transcript } from './transcript.ts';

/** What each golden file must hold: paths from this folder. `npm run update:golden` writes them again. */
export const golden: Readonly<Record<string, () => string>> = {
  'json/golden/every-verdict.json': () => jsonReporter.render(everyVerdict()),
  'junit/golden/every-verdict.xml': () => junitReporter().render(everyVerdict()),
  'junit/golden/strict.xml': () => junitReporter({ strict: true }).render(everyVerdict()),
  'junit/golden/hostile.xml': () => junitReporter().render(hostile()),
  'junit/golden/interrupted.xml': () => junitReporter().render(interrupted()),
  'junit/golden/not-started.xml': () => junitReporter({ cluster: 'embedded' }).render(notStarted()),
  'junit/golden/flaky.xml': () => junitReporter().render(flaky()),
  'junit/golden/prow.xml': () => junitReporter({ dialect: 'prow' }).render(flaky()),
  'console/golden/flaky.txt': () => transcript(flaky(), { ...plain, columns: 100 }),
  'console/golden/80-columns.txt': () => transcript(everyVerdict(), { ...plain, columns: 80 }),
  'console/golden/120-columns.txt': () => transcript(everyVerdict(), { ...plain, columns: 120 }),
  'console/golden/coloured.txt': () => transcript(everyVerdict(), { ...plain, colours: true, columns: 100 }),
  'console/golden/interactive.txt': () => transcript(everyVerdict(), { ...plain, interactive: true, columns: 100 }),
  'console/golden/not-started.txt': () => transcript(notStarted(), { ...plain, columns: 80 }),
  'console/golden/interrupted.txt': () => transcript(interrupted(), { ...plain, columns: 80 }),
  'markdown/golden/every-verdict.md': () => summaryReporter.render(everyVerdict()),
  'markdown/golden/hostile.md': () => summaryReporter.render(hostile()),
  'markdown/golden/interrupted.md': () => summaryReporter.render(interrupted()),
  'markdown/golden/not-started.md': () => summaryReporter.render(notStarted()),
  'markdown/golden/flaky.md': () => summaryReporter.render(flaky()),
  'html/golden/every-verdict.html': () => htmlReporter.render(everyVerdict()),
  'html/golden/flaky.html': () => htmlReporter.render(flaky()),
  'badge/golden/every-verdict.json': () => badgeReporter.render(everyVerdict()),
  'github/golden/every-verdict.txt': () => lines(annotations(everyVerdict())),
  'github/golden/flaky.txt': () => lines(annotations(flaky())),
  'compare/golden/differing.txt': () => lines(compareConsole(differing(), { colours: false, columns: 100 })),
  'compare/golden/coloured.txt': () => lines(compareConsole(differing(), { colours: true, columns: 100 })),
  'compare/golden/alike.txt': () => lines(compareConsole(alike(), { colours: false, columns: 100 })),
  'compare/golden/differing.md': () => compareMarkdown(differing()),
  'compare/golden/alike.md': () => compareMarkdown(alike()),
  'compare/golden/differing.json': () => inJson(differing()),
  'diff/golden/every-change.txt': () => lines(diffConsole(everyChange(), { colours: false, columns: 100 })),
  'diff/golden/every-change.md': () => diffMarkdown(everyChange()),
  'diff/golden/every-change.json': () => inJson(everyChange()),
};

const lines = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join('');
const plain = { colours: false, interactive: false };
