import { oneLine } from '../../words/shortened.ts';

/** At most `characters` of a name: its end is kept too, as generated names differ there. */
export function fitted(name: string, characters: number): string {
  const line = oneLine(name, 300);
  const letters = [...line];
  if (letters.length <= characters) return line;
  const end = Math.min(8, Math.floor(characters / 3));
  return `${letters.slice(0, Math.max(1, characters - end - 1)).join('')}…${letters.slice(letters.length - end).join('')}`;
}

/** At most `characters` of a taint, of whose key the domain says the least. */
export function fittedTaint(taint: string, characters: number): string {
  const line = oneLine(taint, 300);
  return line.length <= characters ? line : fitted(line.replace(/^[^/]+(?=\/)/, '…'), characters);
}

/** Words in lines of at most `characters`; what does not fit into `lines` is cut off with an ellipsis. */
export function wrapped(text: string, characters: number, lines: number): readonly string[] {
  const found: string[] = [];
  for (const word of oneLine(text, characters * lines)
    .split(' ')
    .flatMap((each) => pieces(each, characters))) {
    const last = found.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= characters) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  if (found.length <= lines) return found;
  const kept = found.slice(0, lines);
  return [...kept.slice(0, -1), `${(kept.at(-1) ?? '').slice(0, characters - 1)}…`];
}

/** A word that is longer than a line has to be broken. */
function pieces(word: string, characters: number): readonly string[] {
  const letters = [...word];
  return Array.from({ length: Math.ceil(letters.length / characters) }, (_, index) =>
    letters.slice(index * characters, (index + 1) * characters).join(''),
  );
}

/** `Running` of `Running, on vm-0`: where it is can be seen, and that none was found. */
export function stateOf({ state }: { readonly state: string }): string {
  return oneLine(state, 1_000)
    .replace(/, on (no node|\S+)$/, '')
    .replace('PodScheduled=False (Unschedulable)', 'Unschedulable');
}
