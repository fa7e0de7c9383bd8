import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { profilesIn } from '../clusters/clouds/profiles.ts';
import { readTopology } from '../clusters/clouds/read-topology.ts';
import { holdLock } from '../clusters/control-plane/binaries/lock.ts';
import { checkSettings } from './cluster-kinds.ts';
import { checkName, exportLine } from './cluster-options.ts';
import { environment } from './environment.ts';
import type { HostMessage, HostOptions } from './host.ts';
import { fileOf, forget, isAlive, readHosted } from './hosted.ts';
import { ExitCode, interruption } from './process.ts';

/** Starts a cluster that stays. Standard output is a line for the shell; all else goes to standard error. */
export async function up(options: Omit<HostOptions, 'log'>): Promise<number> {
  checkName(options.name);
  await checkSettings(options.kubernetes);
  profilesIn(options.profile);
  await readTopology(options.topology); // reports its faults before anything is started
  const { state } = environment();
  const { name } = options;
  using interrupted = interruption();
  const { signal } = interrupted;
  const waiting = () => console.error(`plimsoll: waiting for another "up" of ${name}`);
  // Two processes would each start a cluster, and only one of them could be found again.
  await using _alone = await holdLock(fileOf(state, name, 'json'), { waiting, signal });

  const present = readHosted(state, name);
  try {
    const kubeconfig =
      present?.kubeconfig ?? (await startHost({ ...options, log: fileOf(state, name, 'log') }, signal));
    const how = present
      ? `up already (Kubernetes ${present.kubernetes})`
      : 'up; plimsoll down stops it. For your shell: eval "$(plimsoll up)"';
    console.error(`plimsoll: ${name} is ${how}`);
    console.log(exportLine('KUBECONFIG', kubeconfig));
    return ExitCode.conformant;
  } catch (error) {
    const code = interrupted.exitCode();
    if (code !== undefined) return code;
    throw error;
  }
}

/** Starts a process that hosts a cluster; resolves with the path of its kubeconfig. The signal stops it. */
function startHost(options: HostOptions, signal: AbortSignal): Promise<string> {
  const output = openSync(options.log, 'w', 0o600);
  const cli = new URL('../cli.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [...process.execArgv, cli, 'host', JSON.stringify(options)], {
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });

  return new Promise<string>((resolve, reject) => {
    let failure: string | undefined;
    child.on('message', (message: HostMessage) => {
      if (message.kind === 'progress') console.error(`plimsoll: ${message.line}`);
      else if (message.kind === 'failed') failure = message.error;
      else resolve(message.kubeconfig);
    });
    child.on('exit', () => reject(new Error(failure ?? `the cluster's process ended; its log is ${options.log}`)));
    child.on('error', reject);
  }).finally(() => {
    signal.removeEventListener('abort', stop);
    child.removeAllListeners();
    if (child.connected) child.disconnect();
    child.unref();
  });
}

const longestStop = 15_000;

/** Stops a cluster that `up` has started; without one, prints a note and succeeds. */
export async function down({ name }: { readonly name: string }): Promise<number> {
  checkName(name);
  const { state } = environment();
  const hosted = readHosted(state, name);
  if (!hosted) {
    console.error(`plimsoll: no cluster named ${name} is up`);
    return ExitCode.conformant;
  }
  process.kill(hosted.pid, 'SIGTERM');
  for (const deadline = Date.now() + longestStop; isAlive(hosted); await new Promise((done) => setTimeout(done, 50))) {
    if (Date.now() < deadline) continue;
    const what = `${name} (process ${hosted.pid})`;
    console.error(`plimsoll: ${what} did not stop within ${longestStop / 1000} s; its log is ${hosted.log}`);
    return ExitCode.infrastructure;
  }
  forget(state, hosted);
  console.error(`plimsoll: ${name} is down`);
  return ExitCode.conformant;
}
