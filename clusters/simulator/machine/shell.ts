import { type Behaviour, runsUntilStopped } from './containers.ts';
import { commands, type Process } from './shell-commands.ts';
import { type Command, parseScript, type Redirection, type Word } from './shell-syntax.ts';

/** Runs what a container's command and arguments say: a shell's script, or one of the commands that a shell knows. */
export function runArguments(argv: readonly string[]): Behaviour {
  const [program = '', option, script = ''] = argv;
  const parsed =
    /(^|\/)(sh|bash|ash|dash)$/.test(program) && /^-[a-z]*c$/.test(option ?? '')
      ? parseScript(script)
      : literally(argv);
  if (!parsed) return runsUntilStopped;
  return async (start) => {
    const result = await run(parsed, { start, env: start.env });
    return result.code;
  };
}

function literally(argv: readonly string[]): Command {
  return { kind: 'simple', words: argv.map((text) => [{ text, literal: true }]), redirections: [] };
}

type Shell = { readonly start: Parameters<Behaviour>[0]; readonly env: Readonly<Record<string, string>> };
/** `ended` is true when the script is over, whatever stands behind. */
type Result = { readonly code: number; readonly ended?: boolean };

async function run(command: Command, shell: Shell): Promise<Result> {
  if (command.kind === 'simple') return runSimple(command, shell);
  if (command.kind === 'loop') return runLoop(command, shell);
  let result = await run(command.first, shell);
  for (const { after, command: next } of command.rest) {
    if (result.ended) return result;
    if (after === 'always' || (after === 'success') === (result.code === 0)) result = await run(next, shell);
  }
  return result;
}

async function runLoop({ condition, body, goesOnWhile }: Command & { kind: 'loop' }, shell: Shell): Promise<Result> {
  for (let last: Result = { code: 0 }; ; ) {
    // A loop without a pause of its own must let others run, and notice that it is stopped.
    await shell.start.clock.sleep(1, shell.start.signal);
    const { code, ended } = await run(condition, shell);
    if (ended) return { code, ended };
    if ((code === 0) !== goesOnWhile) return last;
    last = await run(body, shell);
    if (last.ended) return last;
  }
}

async function runSimple({ words, redirections }: Command & { kind: 'simple' }, shell: Shell): Promise<Result> {
  const argv = words
    .map((word) => expanded(word, shell.env))
    .filter((text, at) => text !== '' || words[at]?.some(({ literal }) => literal));
  const [first = '', ...rest] = argv;
  if (first === 'exec') return { ...(await runNamed(rest, shell, redirections)), ended: true };
  if (first === 'exit') return { code: Number(rest[0] ?? 0) & 0xff, ended: true };
  return runNamed(argv, shell, redirections);
}

async function runNamed(
  [name = '', ...args]: readonly string[],
  { start, env }: Shell,
  redirections: readonly Redirection[],
): Promise<Result> {
  let streams: ReturnType<typeof redirected>;
  try {
    streams = redirected(redirections, start, (word) => expanded(word, env));
  } catch (error) {
    start.log((error as Error).message);
    return { code: 1 };
  }
  const command = commands[name] ?? commands[name.split('/').at(-1) ?? ''];
  const code = command
    ? await command({ args, start, out: streams[1], err: streams[2] })
    : await runsUntilStopped(start);
  return { code };
}

function expanded(word: Word, env: Readonly<Record<string, string>>): string {
  return word
    .map(({ text, literal }) =>
      literal ? text : text.replace(/\$(?:(\w+)|\{(\w+)\})/g, (_, bare, braced) => env[bare ?? braced] ?? ''),
    )
    .join('');
}

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
