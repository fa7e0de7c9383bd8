import type { Process } from './shell-commands.ts';
import type { Redirection } from './shell-syntax.ts';

type Line = (line: string) => void;

/** Where a command's standard output and error go; throws in the words of busybox' sh when a file cannot be opened. */
export function redirected(
  redirections: readonly Redirection[],
  { log, files }: Process['start'],
  expanded: (word: Exclude<Redirection['to'], 'output'>) => string,
): { readonly 1: Line; readonly 2: Line } {
  const streams: { 1: Line; 2: Line } = { 1: log, 2: log };
  for (const { stream, append, to } of redirections) {
    if (to === 'output') streams[2] = streams[1];
    else streams[stream] = opened(expanded(to), append);
  }
  return streams;

  function opened(path: string, append: boolean): Line {
    if (path === '/dev/null') return () => undefined;
    try {
      files[append ? 'append' : 'write'](path, '');
    } catch (error) {
      const { message } = error as Error;
      throw new Error(`sh: can't create ${path}: ${inShWords[message] ?? message}`);
    }
    return (line) => files.append(path, `${line}\n`);
  }
}

/** What ash says instead: errmsg in shell/ash.c of busybox. */
const inShWords: Readonly<Record<string, string>> = {
  'No such file or directory': 'nonexistent directory',
  'Not a directory': 'nonexistent directory',
};
