import { expect } from 'chai';
import type { Verdict } from '../../harness/verdict.ts';
import { conformanceReport } from '../sample/conformance-report.ts';
import { everyVerdict } from '../sample/every-verdict.ts';
import { hostileText, hugeText } from '../sample/hostile.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { longestSummary, plain, summaryMarkdown, summaryReporter, table } from './markdown.ts';

const findings = [{ summary: hostileText, met: false, saw: hostileText.repeat(5) }];
const verdicts: readonly Verdict[] = [
  { kind: 'failed', findings },
  { kind: 'errored', error: hostileText, findings },
  { kind: 'skipped', reason: 'the cluster lacks traffic' },
];
const large = (number: number) =>
  conformanceReport(
    Array.from({ length: number }, (_, place) =>
      scenarioReport({ id: `large/🚢-${place}`, verdict: verdicts[place % 3] as Verdict }),
    ),
  );
const rowsOf = (summary: string) => summary.split('\n').filter((line) => /^\| (failed|errored|skipped) /.test(line));

describe('summaryMarkdown', () => {
  it('lists the images that were used instead, once', () => {
    const report = everyVerdict();
    const images = { 'busybox:1.35.0': 'mirror.example/busybox:1.35.0' };
    const clusters = report.clusters.map((cluster) => ({ ...cluster, images }));
    const [, image, more] = summaryMarkdown({ ...report, clusters }).split('- image ');
    expect(image).to.match(/^busybox.*1\.35\.0 from mirror\.example.*busybox.*1\.35\.0\n/);
    expect(more).to.equal(undefined);
  });

  it('is at most a mebibyte and whole, however many scenarios there are', () => {
    const summary = summaryReporter.render(large(6_000));
    expect(Buffer.byteLength(summary)).to.be.within(longestSummary - 5_000, longestSummary);
    for (const row of rowsOf(summary)) expect(row).to.match(/<\/code> \|$/);
  });

  it('leaves out the least important first, and says how many of which', () => {
    const summary = summaryReporter.render(large(6_000));
    const shown = (kind: string) => rowsOf(summary).filter((row) => row.startsWith(`| ${kind} `)).length;
    expect(shown('failed')).to.be.greaterThan(0);
    expect(shown('skipped')).to.equal(0);
    const left = ['failed', 'errored', 'skipped'].flatMap((kind) =>
      shown(kind) < 2_000 ? [`${2_000 - shown(kind)} ${kind}`] : [],
    );
    expect(summary).to.include(
      `\n\nLeft out, as the summary would be too long: ${left.join(', ')}. report.json has them all.\n\n`,
    );
    expect(summary).to.match(/: 2000 failed, 2000 errored, 2000 skipped\n/);
  });

  it('cuts wherever the limit is, never within a scenario', () => {
    const whole = summaryMarkdown(large(30));
    const [smallest] = [summaryMarkdown(large(30), 0)];
    for (let limit = Buffer.byteLength(smallest); limit <= Buffer.byteLength(whole); limit += 61) {
      const cut = summaryMarkdown(large(30), limit);
      expect(Buffer.byteLength(cut)).to.be.at.most(limit);
      expect(rowsOf(whole)).to.include.members(rowsOf(cut));
      const left = [...cut.matchAll(/(\d+) (?:failed|errored|skipped)(?=[,.].*json)/g)].map(([, count]) =>
        Number(count),
      );
      expect(left.reduce((sum, count) => sum + count, rowsOf(cut).length)).to.equal(30);
    }
    expect(summaryMarkdown(large(30), Buffer.byteLength(whole))).to.equal(whole);
  });

  it('leaves nothing out that there is room for', () => {
    expect(summaryReporter.render(everyVerdict())).not.to.include('Left out');
  });
});

describe('plain', () => {
  it('leaves words as they are', () =>
    expect(plain('Pending, on worker1 (x): "y"')).to.equal('Pending, on worker1 (x): "y"'));
  it('lets nothing be markup, nor end the cell', () => {
    expect(plain('a|b\n*c* `d` <e> [f](g) @h')).to.not.match(/[|\n*`<>[\]@]/);
    expect(plain(hostileText)).to.not.match(/[|\n*`<>[\]\p{Cc}]/u);
  });
  it('cuts what is long', () => expect(plain(hugeText, 50).replace(/&#\d+;/g, 'x')).to.have.lengthOf.at.most(50));
});

describe('table', () => {
  it('has a heading, a rule and a line a row', () =>
    expect(table(['a', 'b'], [['1', '2']])).to.deep.equal(['| a | b |', '| --- | --- |', '| 1 | 2 |']));
});
