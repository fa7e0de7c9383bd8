import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** The API server that listens on a port of this machine, found and started again as it was. Linux only. */
export interface ApiServerProcess {
  /** Kills it without notice. */
  kill(): void;
  /** Starts it again, with the same arguments, directory and environment; disposing it kills it. */
  start(): Disposable;
}

export async function apiServerAt(url: string): Promise<ApiServerProcess> {
  const { port } = new URL(url);
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [program = '', ...args] = await stringsIn(`/proc/${pid}/cmdline`);
    if (!program.endsWith('kube-apiserver') || !args.includes(`--secure-port=${port}`)) continue;
    const cwd = await readlink(`/proc/${pid}/cwd`);
    const environment = (await stringsIn(`/proc/${pid}/environ`)).map((entry) => entry.split(/=(.*)/s).slice(0, 2));
    return {
      kill: () => void process.kill(Number(pid), 'SIGKILL'),
      start() {
        const log = openSync(`${cwd}/restarted.log`, 'a', 0o600);
        const env = Object.fromEntries(environment) as Record<string, string>;
        const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
        closeSync(log);
        return { [Symbol.dispose]: () => void child.kill('SIGKILL') };
      },
    };
  }
  throw new Error(`no kube-apiserver listens on port ${port}`);
}

/** Keeps the server away for so many milliseconds. */
export async function restart(server: ApiServerProcess, away: number): Promise<Disposable> {
  server.kill();
  await sleep(away);
  return server.start();
}

/** Processes come and go while we look: one that has gone is not the one. */
async function stringsIn(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\0').filter(Boolean);
}
