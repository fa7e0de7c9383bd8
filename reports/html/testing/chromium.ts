import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { ConformanceReport } from '../../../harness/report.ts';
import { htmlReporter } from '../report-html.ts';

/** A page of a real browser that shows a report from disk. */
export interface Opened extends AsyncDisposable {
  readonly page: Page;
  /** Addresses that the page asked for, but for the report's own. */
  readonly requests: readonly string[];
  /** What the browser complained about: errors of scripts, refusals of the policy. */
  readonly complaints: readonly string[];
}

/** The browser that `npm run test:browser` found. */
export function startChromium(): Promise<Browser> {
  const executablePath = process.env.PLIMSOLL_CHROMIUM;
  if (!executablePath)
    throw new Error('PLIMSOLL_CHROMIUM: expected the path of Chromium or Chrome; npm run test:browser sets it');
  return chromium.launch({ executablePath });
}

/** Writes the report into a new directory and opens it there; `at` is what follows in the address. */
export async function openReport(
  browser: Browser,
  report: ConformanceReport,
  { at = '', ...options }: BrowserContextOptions & { readonly at?: string } = {},
): Promise<Opened> {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), 'plimsoll-html-')));
  const file = join(directory.path, 'report.html');
  await writeFile(file, htmlReporter.render(report));
  const context = stack.use(await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options }));
  const page = await context.newPage();

  const { href } = pathToFileURL(file);
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    const [address = ''] = request.url().split('#');
    if (address !== href) requests.push(address);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${href}${at}`);

  const undo = stack.move();
  return { page, requests, complaints, [Symbol.asyncDispose]: () => undo.disposeAsync() };
}
