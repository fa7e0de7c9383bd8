import { type Behaviour, type ContainerProcess, runsUntilStopped } from './container-process.ts';
import { commands } from './shell-commands.ts';
import { type Command, parseScript, type Redirection, type Word } from './shell-syntax.ts';

/** Runs a container's command: a shell's script, or one of the commands that the shell knows. */
export function runArguments(argv: readonly string[]): Behaviour {
  const [program = '', option, script = ''] = argv;
  const isScript = /(^|\/)(sh|bash|ash|dash)$/.test(program) && /^-[a-z]*c$/.test(option ?? '');
  const words = argv.map((text) => [{ text, literal: true }]);
  const parsed: Command | undefined = isScript ? parseScript(script) : { kind: 'simple', words, redirections: [] };
  if (!parsed) return runsUntilStopped;
  return async (process) => (await run(parsed, process)).code;
}

/** `ended` is true after `exit`: nothing behind it runs. */
type Result = { readonly code: number; readonly ended?: boolean };

async function run(command: Command, process: ContainerProcess): Promise<Result> {
  if (command.kind === 'simple') return runSimple(command, process);
  if (command.kind === 'until') return runUntil(command, process);
  let result = await run(command.first, process);
  for (const { after, command: next } of command.rest) {
    if (result.ended) return result;
    if (after === 'always' || (after === 'success') === (result.code === 0)) result = await run(next, process);
  }
  return result;
}

async function runUntil({ condition, body }: Command & { kind: 'until' }, process: ContainerProcess): Promise<Result> {
  for (let last: Result = { code: 0 }; ; ) {
    // A loop without a pause must let others run, and notice that it is stopped.
    await process.clock.sleep(1, process.signal);
    const { code, ended } = await run(condition, process);
    if (ended) return { code, ended };
    if (code === 0) return last;
    last = await run(body, process);
    if (last.ended) return last;
  }
}

async function runSimple(
  { words, redirections }: Command & { kind: 'simple' },
  process: ContainerProcess,
): Promise<Result> {
  const [name = '', ...args] = words
    .map((word) => expanded(word, process.env))
    .filter((text, at) => text !== '' || words[at]?.some(({ literal }) => literal));
  if (name === 'exit') return { code: Number(args[0] ?? 0) & 0xff, ended: true };
  let streams: ReturnType<typeof redirected>;
  try {
    streams = redirected(redirections, process);
  } catch (error) {
    process.log((error as Error).message);
    return { code: 1 };
  }
  const command = commands[name] ?? commands[name.split('/').at(-1) ?? ''];
  const code = command
    ? await command({ args, process, out: streams[1], err: streams[2] })
    : await runsUntilStopped(process);
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
  { log, files, env }: Pick<ContainerProcess, 'log' | 'files' | 'env'>,
): { readonly 1: Line; readonly 2: Line } {
  const streams: { 1: Line; 2: Line } = { 1: log, 2: log };
  for (const { stream, append, to } of redirections) streams[stream] = opened(expanded(to, env), append);
  return streams;

  function opened(path: string, append: boolean): Line {
    if (path === '/dev/null') return () => undefined;
    try {
      files[append ? 'append' : 'write'](path, '');
    } catch (error) {
      const { message } = error as Error;
      const isMissing = ['No such file or directory', 'Not a directory'].includes(message);
      // errmsg in shell/ash.c of busybox.
      throw new Error(`sh: can't create ${path}: ${isMissing ? 'nonexistent directory' : message}`);
    }
    return (line) => files.append(path, `${line}\n`);
  }
}
