import { posix } from 'node:path';
import { parseArgs } from 'node:util';
import type { ShellCommand } from './shell-commands.ts';
import { servesFiles } from './web-pages.ts';

/** busybox's web server. Without `-f` it goes into the background, and the container is over. */
export const httpd: ShellCommand = ({ args, start, err }) => {
  const { f: foreground, h: asked = '/', p: port = '80' } = optionsIn(args);
  const home = posix.resolve('/', asked);
  if (!start.files.isDirectory(home)) {
    err(`httpd: can't change directory to '${asked}': No such file or directory`);
    return 1;
  }
  return foreground ? servesFiles(start, { home, port: Number(port.split(':').at(-1)) }) : 0;
};

function optionsIn(args: readonly string[]) {
  const options = {
    f: { type: 'boolean', short: 'f' },
    v: { type: 'boolean', short: 'v' },
    h: { type: 'string', short: 'h' },
    p: { type: 'string', short: 'p' },
  } as const;
  return parseArgs({ args: [...args], options, strict: false as true, allowPositionals: true }).values;
}
