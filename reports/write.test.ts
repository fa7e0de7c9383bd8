import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Reporter } from '../harness/reporter.ts';
import { conformanceReport } from './sample/conformance-report.ts';
import { scenarioReport } from './sample/scenario-report.ts';
import { writeReports } from './write.ts';

const directory = () => mkdtempDisposable(join(tmpdir(), 'plimsoll-write-'));
const reportOf = (scenarios: number) =>
  conformanceReport(Array.from({ length: scenarios }, (_, number) => scenarioReport({ id: `suite/${number}` })));
const called = (fileName: string, render: Reporter['render'] = ({ summary }) => `${summary.total}`): Reporter => ({
  fileName: () => fileName,
  render,
});

describe('writeReports', () => {
  it('creates the directory, writes each file and reports the paths', async () => {
    await using parent = await directory();
    const path = join(parent.path, 'a', 'b');
    const written = await writeReports(path, reportOf(3), [called('one.txt'), called('two.txt')]);
    expect(written).to.deep.equal([join(path, 'one.txt'), join(path, 'two.txt')]);
    expect(await readFile(join(path, 'two.txt'), 'utf8')).to.equal('3');
    expect(await readdir(path)).to.have.members(['one.txt', 'two.txt']);
  });

  it('never shows half a file to a reader', async () => {
    await using parent = await directory();
    const size = 1_000_000;
    const file = called('big.txt', ({ summary }) => `${summary.total % 10}`.repeat(size));
    await writeReports(parent.path, reportOf(0), [file]);
    const done = new AbortController();
    const reading = (async () => {
      let [whole, torn] = [0, 0];
      while (!done.signal.aborted) {
        const text = await readFile(join(parent.path, 'big.txt'), 'latin1');
        if (text === `${text[0]}`.repeat(size)) whole++;
        else torn++;
      }
      return { whole, torn };
    })();
    for (let scenarios = 1; scenarios < 20; scenarios++) await writeReports(parent.path, reportOf(scenarios), [file]);
    done.abort();
    const { whole, torn } = await reading;
    expect(torn).to.equal(0);
    expect(whole).to.be.greaterThan(0);
  });

  it('writes the newest report last, and skips those between', async () => {
    await using parent = await directory();
    const rendered: number[] = [];
    const file = called('report.txt', ({ summary }) => {
      rendered.push(summary.total);
      return `${summary.total}`;
    });
    const first = writeReports(parent.path, reportOf(0), [file]);
    await new Promise((resolve) => setImmediate(resolve));
    const calls = Array.from({ length: 20 }, (_, scenarios) => writeReports(parent.path, reportOf(scenarios), [file]));
    await Promise.all([first, ...calls]);
    expect(await readFile(join(parent.path, 'report.txt'), 'utf8')).to.equal('19');
    expect(rendered.length).to.be.lessThan(4);
    expect(rendered).to.deep.equal(rendered.toSorted((one, other) => one - other));
  });

  it('makes callers during a write wait until their report is on disk', async () => {
    await using parent = await directory();
    const big = called('report.txt', ({ summary }) => `${summary.total}`.padEnd(5_000_000));
    const first = writeReports(parent.path, reportOf(1), [big]);
    await new Promise((resolve) => setImmediate(resolve));
    await writeReports(parent.path, reportOf(2), [big]);
    expect((await readFile(join(parent.path, 'report.txt'), 'utf8')).trim()).to.equal('2');
    await first;
  });

  it('writes the others when one cannot be written, and says which', async () => {
    await using parent = await directory();
    await mkdir(join(parent.path, 'taken'));
    const broken = called('broken.txt', () => {
      throw new Error('no such field');
    });
    const failure = await writeReports(parent.path, reportOf(1), [called('taken'), broken, called('fine.txt')]).catch(
      (error: Error) => error,
    );
    expect(failure).to.be.an('error');
    expect(String(failure)).to.match(
      /could not write the report .*taken: .*; could not write .*broken.txt: no such field/,
    );
    expect(await readdir(parent.path)).to.have.members(['taken', 'fine.txt']);
  });

  it('goes on after a write that failed', async () => {
    await using parent = await directory();
    const path = join(parent.path, 'reports');
    await writeFile(path, 'a file where the directory should be');
    const failed = await writeReports(path, reportOf(1), [called('a')]).catch(() => 'refused');
    expect(failed).to.equal('refused');
    expect(await writeReports(parent.path, reportOf(1), [called('a')])).to.deep.equal([join(parent.path, 'a')]);
  });
});
