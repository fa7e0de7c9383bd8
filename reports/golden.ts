import { jsonReporter } from './json/report-json.ts';
import { junitReporter } from './junit/junit.ts';
import { interrupted, notStarted } from './sample/cut-short.ts';
import { everyVerdict } from './sample/every-verdict.ts';
import { hostile } from './sample/hostile.ts';

/** What each golden file must hold: paths from this folder. `npm run update:golden` writes them anew. */
export const golden: Readonly<Record<string, () => string>> = {
  'json/golden/every-verdict.json': () => jsonReporter.render(everyVerdict()),
  'junit/golden/every-verdict.xml': () => junitReporter().render(everyVerdict()),
  'junit/golden/strict.xml': () => junitReporter({ strict: true }).render(everyVerdict()),
  'junit/golden/hostile.xml': () => junitReporter().render(hostile()),
  'junit/golden/interrupted.xml': () => junitReporter().render(interrupted()),
  'junit/golden/not-started.xml': () => junitReporter().render(notStarted()),
};
