import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { conformanceReport } from '../sample/conformance-report.ts';
import { notStarted } from '../sample/cut-short.ts';
import { everyVerdict } from '../sample/every-verdict.ts';
import { flaky } from '../sample/flaky.ts';
import { hostile } from '../sample/hostile.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { htmlReporter } from './report-html.ts';

const { render } = htmlReporter;
const page = render(everyVerdict());

/** Names of the elements that a text opens, outside of style and script. */
function elementsOf(html: string): ReadonlySet<string> {
  const markup = html.replace(/(<(style|script)>).*?<\/\2>/gs, '$1');
  return new Set(Array.from(markup.matchAll(/<([a-z!][a-z0-9]*)/gi), ([, name = '']) => name));
}

describe('htmlReporter', () => {
  it('loads nothing: its policy allows but its own style and script, by their hashes', () => {
    const [policy = ''] = /default-src 'none'[^"]*/.exec(page) ?? [];
    for (const element of ['style', 'script']) {
      const [, text = ''] = new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(page) ?? [];
      expect(text).to.have.length.above(100);
      expect(policy).to.include(`${element}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`);
    }
    expect(page).not.to.match(/<(link|img|iframe|object|embed)\b|\bsrc=|url\(|@import/i);
  });

  it('has an anchor for each scenario, and a link to it', () => {
    for (const { id } of everyVerdict().scenarios) {
      expect(page.split(`id="${id}"`)).to.have.length(2);
      expect(page).to.include(`href="#${id}"`);
    }
  });

  it('has every id once', () => {
    const ids = Array.from(page.matchAll(/\sid="([^"]*)"/g), ([, id]) => id);
    expect(ids).to.have.length(new Set(ids).size);
  });

  it('opens what is not green', () => {
    const open = Array.from(page.matchAll(/data-verdict="(\w+)"[^>]* open>/g), ([, verdict]) => verdict);
    expect(open).to.have.members(['failed', 'errored', 'drifted']);
  });

  it('reports the cause, what would help, and what keeps a Pod off each node', () => {
    expect(page).to.include('but the only node there, vm-b, does not take it: cordoned');
    expect(page).to.include('<li>uncordon vm-b</li>');
    expect(page).to.include('<td>cordoned since 05:06 UTC</td>');
  });

  it('shows attempts, and what is flaky', () => {
    const [scenario] = flaky().scenarios.filter(({ attempts }) => attempts);
    expect(scenario).not.to.equal(undefined);
    expect(render(flaky())).to.include('<span class="tag flaky">flaky</span>').and.to.include('<h4>Attempts</h4>');
    expect(render(flaky())).to.match(
      /passed<\/span>\s+<span><span class="tag flaky">flaky<\/span>\s+<a [^>]*>[^<]*<\/a>\s+on attempt 2; before: /,
    );
    expect(page).not.to.include('<h4>Attempts</h4>');
  });

  it('says what was simulated and what was real, in sight and with each scenario', () => {
    expect(page).to.match(
      /class="reality"[^>]*><span class="parts"><span class="simulated">Simulated:<\/span> aci-virtual-node, kubelet/,
    );
    expect(page.split('aci-virtual-node <b>simulated</b>')).to.have.length(6);
    expect(page).to.include('kubernetes <b>real</b>');
  });

  it('shows a run without a started cluster', () => {
    expect(render(notStarted())).to.include('No cluster started');
  });

  it('does without placement, explanations, attempts and flaky, which older reports lack', () => {
    const { flaky: _, ...summary } = conformanceReport([scenarioReport({})]).summary;
    const older = render(conformanceReport([scenarioReport({})], { summary }));
    expect(older).to.include('<h1>1 passed</h1>').and.not.to.include('Where everything was');
  });

  it('lets no text of a cluster become markup', () => {
    const made = render(hostile());
    const known = new Set([...elementsOf(page), ...elementsOf(render(flaky()))]);
    expect([...elementsOf(made)].filter((name) => !known.has(name))).to.deep.equal([]);
    expect(made.split('<script>')).to.have.length(2);
    expect(made).not.to.include('<![CDATA[');
    const body = made.slice(made.indexOf('<body>'), made.lastIndexOf('<script>'));
    const tags = Array.from(body.matchAll(/<[a-z][^<>]*>/g), ([tag]) => tag.replace(/"[^"]*"/g, '""'));
    expect(tags.length).to.be.above(100);
    expect(tags.filter((tag) => /\s(on\w+|style|src)\b/i.test(tag))).to.deep.equal([]);
    expect(made).not.to.match(/href="(?!#|https?:)/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(made.isWellFormed() && !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|NaN|undefined/.test(made)).to.equal(true);
  });
});
