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
/** Fonts differ from machine to machine, and with them which cells a text fills. */
const leastLikeness = 0.3;

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
    it(`${name} looks as before (PLIMSOLL_UPDATE=1 npm run test:browser takes it again)`, async () => {
      await using opened = await openReport(browser, everyVerdict(), options);
      const picture = await opened.page.screenshot({ path: join(kept, `${name}.png`) });
      if (process.env.PLIMSOLL_UPDATE) await writeFile(join(golden, `${name}.png`), picture);
      const before = await readFile(join(golden, `${name}.png`));
      expect(await likeness(browser, picture, before)).to.be.above(leastLikeness);
    });

  it('differs from other pages: the other colours, another part, an empty one', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const empty = await page.screenshot();
    await page.close();
    const [light, dark, map] = await Promise.all(
      ['light', 'dark', 'map'].map((name) => readFile(join(golden, `${name}.png`))),
    );
    for (const other of [dark, map, empty])
      expect(await likeness(browser, light as Buffer, other as Buffer)).to.be.below(leastLikeness / 2);
  });

  it('is no wider than a telephone, unfolded', async () => {
    await using opened = await openReport(browser, everyVerdict(), { viewport: { width: 390, height: 844 } });
    await opened.page.getByRole('button', { name: 'Unfold all' }).click();
    expect(await opened.page.evaluate<number>('document.documentElement.scrollWidth')).to.be.at.most(390);
  });

  it('prints every scenario, without controls', async () => {
    await using opened = await openReport(browser, everyVerdict());
    const { page } = opened;
    const bodies = page.locator('.scenario > .body');
    const visible = async () =>
      (await Promise.all((await bodies.all()).map((body) => body.isVisible()))).filter(Boolean).length;
    const count = await bodies.count();
    expect(await visible()).to.be.below(count);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('#filter').isVisible()).to.equal(false);
    expect(await visible()).to.equal(count);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).to.equal('rgb(255, 255, 255)');
    const paper = await page.pdf({ path: join(kept, 'print.pdf'), format: 'A4' });
    expect(paper.subarray(0, 5).toString()).to.equal('%PDF-');
  });
});
