import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { everyVerdict } from '../sample/every-verdict.ts';
import { openReport, startChromium } from './testing/chromium.ts';
import { likeness } from './testing/likeness.ts';

/** Kept as artifacts of a run of the tests. */
const kept = join(import.meta.dirname, '../../plimsoll-report/screenshots');
const golden = join(import.meta.dirname, 'screenshots');
/** Fonts differ from machine to machine; a page that is broken, or of the other colours, is below one half. */
const leastLikeness = 0.85;

const views: Readonly<Record<string, BrowserContextOptions & { readonly at?: string }>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  map: { at: '#multi-az/zone-labels' },
  telephone: { viewport: { width: 390, height: 844 } },
};

describe('screenshots of report.html', () => {
  let browser: Browser;
  before(async () => {
    browser = await startChromium();
    await mkdir(kept, { recursive: true });
  });
  after(() => browser?.close());

  for (const [name, options] of Object.entries(views))
    it(`${name} looks as it did (PLIMSOLL_UPDATE=1 npm run test:browser takes it anew)`, async () => {
      await using opened = await openReport(browser, everyVerdict(), options);
      const picture = await opened.page.screenshot({ path: join(kept, `${name}.png`) });
      if (process.env.PLIMSOLL_UPDATE) await writeFile(join(golden, `${name}.png`), picture);
      const before = await readFile(join(golden, `${name}.png`));
      expect(await likeness(browser, picture, before)).to.be.above(leastLikeness);
    });

  it('light and dark are not alike', async () => {
    const [light, dark] = await Promise.all(['light', 'dark'].map((name) => readFile(join(golden, `${name}.png`))));
    expect(await likeness(browser, light as Buffer, dark as Buffer)).to.be.below(0.5);
  });

  it('no text of a telephone’s width is cut off', async () => {
    await using opened = await openReport(browser, everyVerdict(), { viewport: { width: 390, height: 844 } });
    expect(await opened.page.evaluate<number>('document.documentElement.scrollWidth')).to.be.at.most(390);
  });

  it('prints every scenario, without what cannot be used on paper', async () => {
    await using opened = await openReport(browser, everyVerdict());
    const { page } = opened;
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('#filter').isVisible()).to.equal(false);
    expect(await page.locator('.map svg').first().isVisible()).to.equal(true);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).to.equal('rgb(255, 255, 255)');
    const paper = await page.pdf({ path: join(kept, 'print.pdf'), format: 'A4' });
    expect(paper.subarray(0, 5).toString()).to.equal('%PDF-');
  });
});
