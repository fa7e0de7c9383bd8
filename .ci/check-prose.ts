import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Characters: wider lines do not fit side by side on a screen. */
const widestLine = 120;
/** Words: what is longer has to be read twice. */
const longestSentence = 30;

/** Words of a private English, and what to write instead. */
const gone: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\bwho(?:m|ever|mever)\b/i, 'name the user or the component'],
  [/\bnobody\b/i, 'no user, no component'],
  [/\bnone that is\b|\bthat is none\b/i, 'say what it is not'],
  [/\bsuch as it is\b/i, 'leave it out'],
  [/\bg(?:ives?|ave) the lie\b/i, '"contradicts"'],
  [/\btells? of\b/i, '"describes", "says"'],
  [/\bhardly any\b/i, '"few"'],
  [/\bnot? otherwise than\b|\botherwise than\b/i, '"differently from"'],
  [/\bfor the sake of\b/i, '"for"'],
  [/\btold\b/i, '"informed", "shown", "distinguished"'],
  [/\banew\b/i, '"again", "from scratch", "re-created"'],
  [/\bsayings?\b/i, '"messages", "texts"'],
  [/\bsomebody\b/i, 'name the user or the component'],
];

interface Problem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => /\.(?:ts|js|md|sh|yaml|css)$|^plimsoll$|^package\.json$|^\.ci\/(?:[\w-]+\/)*[\w-]+$/.test(file))
  .filter((file) => !/(?:^|\/)(?:golden|generated|samples?)\//.test(file) && file !== '.ci/check-prose.ts');

const problems = files.flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  const isProse = file.endsWith('.md') && !generated(text);
  return [...linesOf(file, text), ...(isProse ? sentencesOf(file, text) : [])];
});
for (const { file, line, message } of problems) console.log(`${file}:${line}: ${message}`);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${files.length} files: lines, sentences and words are as CONTRIBUTING.md asks`);

function generated(text: string): boolean {
  return /^Made from .* do not edit/m.test(text);
}

/** Lines that are too wide, and words that are gone for good. Tables, output and long literals cannot be broken. */
function linesOf(file: string, text: string): readonly Problem[] {
  const isMarkdown = file.endsWith('.md');
  let fenced = false;
  return text.split('\n').flatMap((line, index) => {
    const found: Problem[] = [];
    const width = [...line].length;
    if (isMarkdown && /^\s*```/.test(line)) fenced = !fenced;
    const verbatim = isMarkdown && (fenced || line.startsWith('|') || generated(text));
    const breakable = !/\S{80,}/.test(line) && (isMarkdown || !/(['"`/]).{70,}\1/.test(line)) && !verbatim;
    if (width > widestLine && breakable) {
      found.push({ file, line: index + 1, message: `expected at most ${widestLine} columns; there were ${width}` });
    }
    for (const [pattern, instead] of gone) {
      const [word] = pattern.exec(line) ?? [];
      if (word !== undefined) found.push({ file, line: index + 1, message: `"${word}" is gone: ${instead}` });
    }
    return found;
  });
}

/** Sentences of a Markdown file that have too many words. Code, links' addresses and rules of tables do not count. */
function sentencesOf(file: string, text: string): readonly Problem[] {
  const segments = new Intl.Segmenter('en', { granularity: 'sentence' });
  return blocksOf(text).flatMap(({ line, prose }) =>
    [...segments.segment(prose)].flatMap(({ segment }) => {
      const words = wordsIn(segment);
      if (words <= longestSentence) return [];
      const start = segment.trim().slice(0, 60);
      return [
        {
          file,
          line,
          message: `expected a sentence of at most ${longestSentence} words; there were ${words}: "${start}…"`,
        },
      ];
    }),
  );
}

function wordsIn(sentence: string): number {
  const words = new Intl.Segmenter('en', { granularity: 'word' });
  return [...words.segment(sentence)].filter(({ isWordLike }) => isWordLike).length;
}

/** Paragraphs, list items, headings and table cells, each with the line on which it begins. */
function blocksOf(text: string): readonly { readonly line: number; readonly prose: string }[] {
  const blocks: { line: number; prose: string }[] = [];
  let open = false;
  let fenced = false;
  for (const [index, line] of text.split('\n').entries()) {
    const isFence = /^\s*```/.test(line);
    if (isFence) fenced = !fenced;
    if (isFence || fenced || /^\s*$|^\s*(?:<|\|[-| :]+\|$)/.test(line)) {
      open = false;
      continue;
    }
    const cells = line.startsWith('|') ? line.split(/(?<!\\)\|/) : undefined;
    if (cells) {
      for (const cell of cells) blocks.push({ line: index + 1, prose: plain(cell) });
      open = false;
    } else if (open && !/^\s*(?:[-*] |\d+\. |#)/.test(line)) {
      const last = blocks.at(-1);
      if (last) last.prose += ` ${plain(line.trim())}`;
    } else {
      blocks.push({ line: index + 1, prose: plain(line.replace(/^\s*(?:[-*] |\d+\. |#+ )/, '')) });
      open = !line.startsWith('#');
    }
  }
  return blocks;
}

/** Code becomes one word, a link its text. */
function plain(markdown: string): string {
  return markdown
    .replace(/`[^`]*`/g, 'Code')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/https?:\S+/g, 'Address');
}
