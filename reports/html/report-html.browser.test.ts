import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { everyVerdict } from '../sample/every-verdict.ts';
import { hostile } from '../sample/hostile.ts';
import { openReport, startChromium } from './testing/chromium.ts';

const scenarios = 'details.scenario';
const failed = 'aks-virtual-node/pvc-is-refused';

const shown = (page: Page) => page.locator(`${scenarios}:visible`);
const scenario = (page: Page, id: string) => page.locator(scenarios, { has: page.locator(`[id="${id}"]`) });
const isOpen = async (page: Page, id: string) => (await scenario(page, id).getAttribute('open')) !== null;
async function expectInView(page: Page, selector: string): Promise<void> {
  const place = await page.locator(selector).boundingBox();
  expect(place?.y).to.be.within(0, 800);
}
const hash = (page: Page) => page.evaluate<string>('location.hash');

describe('report.html in a browser', () => {
  const report = everyVerdict();
  let browser: Browser;
  before(async () => {
    browser = await startChromium();
  });
  after(() => browser?.close());

  it('opens from disk, fetches nothing, and logs no error', async () => {
    await using opened = await openReport(browser, report);
    const { page, requests, complaints } = opened;
    expect(await page.locator('h1').textContent()).to.equal('1 failed, 1 errored, 1 drifted, 2 passed, 1 skipped');
    expect(await shown(page).count()).to.equal(report.scenarios.length);
    expect(requests).to.deep.equal([]);
    expect(complaints).to.deep.equal([]);
  });

  it('keeps what was simulated and what was real in sight', async () => {
    await using opened = await openReport(browser, report);
    const { page } = opened;
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    const place = await page.locator('.reality').boundingBox();
    expect(place?.y).to.equal(0);
  });

  const filters: readonly (readonly [
    title: string,
    choose: (page: Page) => Promise<unknown>,
    left: number,
    address: string,
  ])[] = [
    ['verdict', (page) => page.getByRole('checkbox', { name: 'failed' }).check(), 1, '#?verdict=failed'],
    ['suite', (page) => page.getByRole('combobox', { name: 'Suite' }).selectOption('multi-az'), 1, '#?suite=multi-az'],
    [
      'level',
      (page) => page.getByRole('combobox', { name: 'Level' }).selectOption('core'),
      countOf(({ level }) => level === 'core'),
      '#?level=core',
    ],
    [
      'capability',
      (page) => page.getByRole('combobox', { name: 'Capability' }).selectOption('traffic'),
      countOf(({ requires }) => requires.includes('traffic')),
      '#?capability=traffic',
    ],
    ['text', (page) => page.getByRole('searchbox', { name: 'Text' }).fill('hello page'), 1, '#?text=hello+page'],
  ];
  function countOf(fits: (each: (typeof report.scenarios)[number]) => boolean): number {
    return report.scenarios.filter(fits).length;
  }
  for (const [title, choose, left, address] of filters)
    it(`filters by ${title}, and keeps the filter in its address`, async () => {
      await using opened = await openReport(browser, report);
      const { page } = opened;
      await choose(page);
      expect(await shown(page).count())
        .to.equal(left)
        .and.to.be.within(1, report.scenarios.length - 1);
      expect(await page.locator('#shown').textContent()).to.equal(`${left} of ${report.scenarios.length} scenarios`);
      expect(await hash(page)).to.equal(address);
      await page.reload();
      expect(await shown(page).count()).to.equal(left);
      await page.getByRole('button', { name: 'Show all' }).click();
      await page.waitForFunction('location.hash === ""');
      expect(await shown(page).count()).to.equal(report.scenarios.length);
    });

  it('shows the scenarios of a count that is clicked', async () => {
    await using opened = await openReport(browser, report);
    const { page } = opened;
    await page.locator('.counts a', { hasText: 'passed' }).click();
    await page.waitForFunction('document.getElementById("shown").textContent.startsWith("2 of")');
    expect(await page.getByRole('checkbox', { name: 'passed' }).isChecked()).to.equal(true);
    await expectInView(page, '#filter');
    await page.goBack();
    await page.waitForFunction('document.getElementById("shown").textContent.startsWith("6 of")');
  });

  it('opens the scenario that a permalink names, and shows it where a filter hid it', async () => {
    const green = 'aks-virtual-node/hello-page';
    await using opened = await openReport(browser, report, { at: `#${green}` });
    const { page } = opened;
    expect(await isOpen(page, green)).to.equal(true);
    await page.getByRole('checkbox', { name: 'passed' }).check();
    expect(await scenario(page, failed).isVisible()).to.equal(false);
    await page.locator('.concerns a', { hasText: failed }).click();
    await page.waitForFunction('document.getElementById("shown").textContent.startsWith("6 of")');
    expect(await scenario(page, failed).isVisible()).to.equal(true);
    expect(await hash(page)).to.equal(`#${failed}`);
  });

  it('is read with the keyboard alone', async () => {
    await using opened = await openReport(browser, report);
    const { page } = opened;
    const summary = scenario(page, 'aks-virtual-node/hello-page').locator('> summary');
    await page.getByRole('searchbox', { name: 'Text' }).focus();
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab');
      if ((await summary.and(page.locator(':focus')).count()) > 0) break;
    }
    await page.keyboard.press('Enter');
    expect(await isOpen(page, 'aks-virtual-node/hello-page')).to.equal(true);
    await page.keyboard.press('Space');
    expect(await isOpen(page, 'aks-virtual-node/hello-page')).to.equal(false);
  });

  it('can be read without scripts', async () => {
    await using opened = await openReport(browser, report, {
      javaScriptEnabled: false,
      at: '#aks-virtual-node/hello-page',
    });
    const { page } = opened;
    expect(await page.locator('#filter').isVisible()).to.equal(false);
    expect(await shown(page).count()).to.equal(report.scenarios.length);
    expect(await scenario(page, 'aks-virtual-node/hello-page').locator('h4').first().isVisible()).to.equal(true);
  });

  it('runs nothing that a cluster says', async () => {
    await using opened = await openReport(browser, hostile());
    const { page, requests, complaints } = opened;
    expect(await page.locator('script').count()).to.equal(1);
    const attributes = await page.evaluate<string[]>(
      '[...document.body.querySelectorAll("*")].flatMap((each) => each.getAttributeNames())',
    );
    expect(attributes).to.include('class');
    expect(attributes.filter((name) => /^(on|style$|src$)/.test(name))).to.deep.equal([]);
    expect(await page.locator('a[href^="javascript:"]').count()).to.equal(0);
    expect(requests).to.deep.equal([]);
    expect(complaints).to.deep.equal([]);
    expect(await page.locator('#shown').textContent()).to.match(/^(\d+) of \1 scenarios$/);
  });
});
