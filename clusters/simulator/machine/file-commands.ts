import type { Filesystem } from './filesystem.ts';
import { inLs } from './long-listing.ts';
import type { ShellCommand } from './shell-commands.ts';

/** The commands about files, as busybox has them. */
export const fileCommands: Readonly<Record<string, ShellCommand>> = {
  cat({ args, start: { files }, out, err }) {
    let code = 0;
    for (const path of args) {
      const { content, problem } = opened(files, path);
      if (problem) err(`cat: can't open '${path}': ${problem}`);
      if (problem) code = 1;
      for (const line of linesIn(content)) out(line);
    }
    return code;
  },
  grep({ args, start: { files }, out, err }) {
    const quiet = args.some((arg) => /^-\w*q/.test(arg));
    const [text = '', path = ''] = args.filter((arg) => !arg.startsWith('-'));
    const { content, problem } = opened(files, path);
    if (problem) {
      err(`grep: ${path}: ${problem}`);
      return 2;
    }
    const found = linesIn(content).filter((line) => line.includes(text));
    if (!quiet) found.map((line) => out(line));
    return found.length > 0 ? 0 : 1;
  },
  mkdir({ args, start: { files }, err }) {
    const parents = args.some((arg) => /^-\w*p/.test(arg));
    let code = 0;
    for (const path of args.filter((arg) => !arg.startsWith('-'))) {
      const failed = parents ? madeWithParents(files, path) : made(files, path);
      if (failed) err(`mkdir: can't create directory '${failed.path}': ${failed.why}`);
      if (failed) code = 1;
    }
    return code;
  },
  ls({ args, start, out, err }) {
    const numeric = args.some((arg) => /^-\w*n/.test(arg));
    let code = 0;
    for (const path of args.filter((arg) => !arg.startsWith('-'))) {
      const ownership = start.files.ownership(path);
      if (ownership) out(inLs(path, start, { numeric }));
      else err(`ls: ${path}: No such file or directory`);
      if (!ownership) code = 1;
    }
    return code;
  },
  stat({ args, start: { files }, out, err }) {
    const [format = '', ...paths] = args[0] === '-c' ? args.slice(1) : ['%n', ...args];
    let code = 0;
    for (const path of paths) {
      const found = files.ownership(path);
      if (!found) err(`stat: can't stat '${path}': No such file or directory`);
      if (!found) code = 1;
      const fields: Readonly<Record<string, string>> = {
        a: (found?.mode ?? 0).toString(8),
        u: `${found?.uid}`,
        g: `${found?.gid}`,
        n: path,
        F: files.isDirectory(path) ? 'directory' : 'regular file',
      };
      if (found) out(format.replace(/%(\w)/g, (whole, letter) => fields[letter] ?? whole));
    }
    return code;
  },
};

/** A file's content, or why there is none. */
function opened(files: Filesystem, path: string): { readonly content?: string | undefined; readonly problem?: string } {
  try {
    const content = files.read(path);
    if (content !== undefined) return { content };
    return { problem: files.isDirectory(path) ? 'Is a directory' : 'No such file or directory' };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

interface Failed {
  readonly path: string;
  readonly why: string;
}

function made(files: Filesystem, path: string): Failed | undefined {
  try {
    files.mkdir(path);
    return undefined;
  } catch (error) {
    return { path, why: (error as Error).message };
  }
}

/** Names the directory that could not be made with the slash behind it, as bb_make_directory in libbb does. */
function madeWithParents(files: Filesystem, path: string): Failed | undefined {
  const ends = [...path.matchAll(/\/+|$/g)].map(({ index, 0: slashes }) => index + slashes.length);
  for (const end of ends) {
    const directory = path.slice(0, end);
    const failed = directory === '' || files.isDirectory(directory) ? undefined : made(files, directory);
    if (failed) return failed;
  }
  return undefined;
}

function linesIn(content: string | undefined): string[] {
  return content ? content.replace(/\n$/, '').split('\n') : [];
}
