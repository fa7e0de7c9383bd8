import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { HostMessage, HostOptions } from './host.ts';

/**
 * Starts a process of its own that hosts a cluster, and resolves with the path of its kubeconfig. Rejects with the reason when
 * the cluster does not start; aborting the signal stops it, and rejects when it is gone.
 */
export function startHost(options: HostOptions, signal: AbortSignal): Promise<string> {
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
