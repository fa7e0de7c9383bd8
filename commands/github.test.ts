import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { longestSummary, summaryReporter } from '../reports/markdown/markdown.ts';
import { everyVerdict } from '../reports/sample/every-verdict.ts';
import { publishToGitHub, withoutCommands } from './github.ts';

const directory = () => mkdtempDisposable(join(tmpdir(), 'plimsoll-github-'));

describe('publishToGitHub', () => {
  it('writes annotations into the log and adds the summary to what the step has already written', async () => {
    await using place = await directory();
    const stepSummary = join(place.path, 'summary');
    const lines: string[] = [];
    await writeFile(stepSummary, '# Before\n');
    await publishToGitHub(everyVerdict(), { stepSummary, write: (line) => void lines.push(line) });
    expect(lines).to.have.length(4);
    for (const line of lines) expect(line).to.match(/^::(error|warning) .*\n$/);
    expect(await readFile(stepSummary, 'utf8')).to.equal(`# Before\n${summaryReporter.render(everyVerdict())}`);
  });

  it('adds what there is room for, and nothing where there is none', async () => {
    await using place = await directory();
    const summary = Buffer.byteLength(summaryReporter.render(everyVerdict()));
    for (const [room, added] of [
      [summary, /^\| failed /m],
      [summary - 1, /Left out, as the summary would be too long: 1 skipped/],
      [100, /^$/],
    ] as const) {
      const stepSummary = join(place.path, `summary-${room}`);
      await writeFile(stepSummary, '\n'.repeat(longestSummary - room));
      await publishToGitHub(everyVerdict(), { stepSummary, write: () => undefined });
      const text = await readFile(stepSummary, 'utf8');
      expect(Buffer.byteLength(text)).to.be.at.most(longestSummary);
      expect(text.slice(longestSummary - room)).to.match(added);
    }
  });

  it('says so when the summary cannot be added, which changes no verdict', async () => {
    const lines: string[] = [];
    await publishToGitHub(everyVerdict(), { stepSummary: '/dev/null/x', write: (line) => void lines.push(line) });
    expect(lines.at(-1)).to.match(/^::warning title=plimsoll::the summary could not be added: /);
  });

  it('writes to the log alone where there is no page', async () => {
    const lines: string[] = [];
    await publishToGitHub(everyVerdict(), { stepSummary: undefined, write: (line) => void lines.push(line) });
    expect(lines).to.have.length(4);
  });
});

describe('withoutCommands', () => {
  it('begins with a random token, and ends with it', () => {
    const tokens = Array.from({ length: 2 }, () => {
      const lines: string[] = [];
      {
        using _stopped = withoutCommands((line) => void lines.push(line));
        lines.push('::add-mask::everything\n');
      }
      const [, token] = /^::stop-commands::([\w-]{20,})\n$/.exec(lines[0] ?? '') ?? [];
      expect(lines.slice(1)).to.deep.equal(['::add-mask::everything\n', `::${token}::\n`]);
      return token;
    });
    expect(new Set(tokens).size).to.equal(2);
  });
});
