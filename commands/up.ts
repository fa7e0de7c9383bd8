import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { environment } from './environment.ts';
import { ExitCode } from './exit-code.ts';
import type { HostMessage } from './host.ts';
import { fileOf, isAlive, readHosted } from './hosted.ts';
import { checkMinor } from './minors.ts';
import { profilesIn } from './profiles.ts';

export interface UpOptions {
  readonly name: string;
  readonly kubernetes?: string;
  readonly profile?: readonly string[];
}

/** Starts a cluster that stays. Standard output is the line that a shell can evaluate; all else goes to standard error. */
export async function up(options: UpOptions): Promise<number> {
  const { state } = environment();
  if (!/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(options.name)) {
    console.error(`plimsoll: --name ${options.name}: up to 40 of a-z, 0-9 and - were expected`);
    return ExitCode.usage;
  }
  checkMinor(options.kubernetes);
  profilesIn(options.profile);
  const present = readHosted(state, options.name);
  if (present && isAlive(present)) {
    console.error(`plimsoll: ${options.name} is up already (Kubernetes ${present.kubernetes})`);
    console.log(`export KUBECONFIG=${present.kubeconfig}`);
    return ExitCode.conformant;
  }

  const log = fileOf(state, options.name, 'log');
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w', 0o600);
  const cli = new URL('../cli.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [...process.execArgv, cli, 'host', JSON.stringify({ ...options, log })], {
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill('SIGTERM'));

  return new Promise((done) => {
    child.on('exit', (_, signal) => {
      console.error(
        `plimsoll: the process that hosts the cluster ended${signal ? ` by ${signal}` : ''}; its log is ${log}`,
      );
      done(ExitCode.infrastructure);
    });
    child.on('message', (message: HostMessage) => {
      if (message.kind === 'progress') return console.error(`plimsoll: ${message.line}`);
      child.removeAllListeners('exit');
      if (message.kind === 'failed') {
        console.error(`plimsoll: ${message.error}`);
        return done(ExitCode.infrastructure);
      }
      child.disconnect();
      child.unref();
      console.error(`plimsoll: ${options.name} is up; plimsoll down stops it. For your shell: eval "$(plimsoll up)"`);
      console.log(`export KUBECONFIG=${message.kubeconfig}`);
      done(ExitCode.conformant);
    });
  });
}
