import { readdirSync, readFileSync } from 'node:fs';

/** The process of a sidecar that uses this kubeconfig; undefined while there is none. */
export function sidecarProcess(sidecar: string, kubeconfig: string): number | undefined {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.find((pid) => {
    const [program = '', ...args] = wordsOf(pid, 'cmdline');
    return program.endsWith(`/${sidecar}`) && args.includes(`--kubeconfig=${kubeconfig}`);
  });
  return found === undefined ? undefined : Number(found);
}

/** What /proc has of a process in words that end with NUL: its `cmdline`, its `environ`. */
export function wordsOf(pid: number | string, file: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
  } catch {
    return []; // the process has ended meanwhile
  }
}
