import axe, { type AxeResults } from 'axe-core';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { everyVerdict } from '../sample/every-verdict.ts';
import { flaky } from '../sample/flaky.ts';
import { openReport, startChromium } from './testing/chromium.ts';

const reports = { 'every verdict': everyVerdict(), 'flaky scenarios': flaky() };

describe('accessibility of report.html', () => {
  let browser: Browser;
  before(async () => {
    browser = await startChromium();
  });
  after(() => browser?.close());

  for (const [title, report] of Object.entries(reports))
    for (const colorScheme of ['light', 'dark'] as const)
      it(`axe finds nothing in ${title}, ${colorScheme} and unfolded`, async () => {
        await using opened = await openReport(browser, report, { colorScheme });
        const { page } = opened;
        await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
        await page.evaluate(axe.source);
        const { violations, passes } = await page.evaluate<AxeResults>('axe.run()');
        expect(passes.length).to.be.above(20);
        const found = violations.map(
          ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join('\n')}`,
        );
        expect(found, found.join('\n')).to.deep.equal([]);
      });
});
