import { readFile } from 'node:fs/promises';
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { BadInputError } from '../harness/errors.ts';
import type { Explanation } from '../reports/compare/compare.ts';
import { differenceKinds } from '../reports/compare/differences.ts';
import { clusterNames } from './cluster-options.ts';

/** The explanations in docs/fidelity.md, which `compare` applies. */
export async function readExplanations(): Promise<readonly Explanation[]> {
  const path = new URL('../docs/fidelity.md', import.meta.url).pathname;
  return explanationsIn(await readFile(path, 'utf8'), 'docs/fidelity.md');
}

/** The explanations in the page's blocks of YAML; throws a BadInputError that names the line of what is wrong. */
export function explanationsIn(page: string, path: string): readonly Explanation[] {
  return [...page.matchAll(block)].flatMap(({ index, 1: text = '' }) => {
    const before = page.slice(0, index).split('\n').length;
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines });
    const at = (offset: number) => `${path}:${before + lines.linePos(offset).line}`;
    const [error] = document.errors;
    if (error) throw new BadInputError(`${at(error.pos[0])}: ${error.message.split('\n', 1)[0]}`);
    const { contents } = document;
    if (contents === null) return [];
    if (!isSeq<Node>(contents)) throw new BadInputError(`${at(0)}: expected a list of explanations`);
    return contents.items.map((item) => explanation(isMap(item) ? item.toJSON() : {}, at(item.range?.[0] ?? 0)));
  });
}

const block = /^```yaml\n(.*?)^```$/gms;

function explanation(written: Readonly<Record<string, unknown>>, line: string) {
  const { scenario, clusters, differs, reason, ...rest } = written;
  const wrong = (expected: string, there: unknown) =>
    new BadInputError(`${line}: expected ${expected}; found ${JSON.stringify(there) ?? 'nothing'}`);
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw wrong('scenario, clusters, differs and reason', unknown);
  if (typeof scenario !== 'string') throw wrong('scenario, an id or a glob', scenario);
  if (typeof reason !== 'string' || reason.trim() === '') throw wrong('reason, why they differ', reason);
  const kind = differenceKinds.find((each) => each === differs);
  if (kind === undefined) throw wrong(`differs, one of ${differenceKinds.join(', ')}`, differs);
  const pair = Array.isArray(clusters) ? clusterNames.filter((name) => clusters.includes(name)) : [];
  const [one, other] = pair;
  if (one === undefined || other === undefined || pair.length !== (clusters as unknown[]).length)
    throw wrong(`clusters, two of ${clusterNames.join(', ')}`, clusters);
  return { scenario, clusters: [one, other], differs: kind, reason: reason.trim() } as const;
}
