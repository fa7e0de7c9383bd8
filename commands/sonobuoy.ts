import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { ConformanceReport } from '../harness/report.ts';
import type { RunListener } from '../harness/reporter.ts';

/**
 * Does the work of a plugin of Sonobuoy, whose worker waits until there is a file `done` that holds the path of the
 * results in the same directory (https://sonobuoy.io/docs/v0.56.16/plugins/, "How Plugins Work"). The file is also
 * written on an error, or the worker would wait for hours. Without a directory, only the work is done.
 */
export async function publishToSonobuoy<Done extends { readonly results: string }>(
  directory: string | undefined,
  work: () => Promise<Done>,
): Promise<Done> {
  if (directory === undefined) return work();
  await mkdir(directory, { recursive: true });
  await rm(join(directory, 'done'), { force: true });
  try {
    const done = await work();
    const results = join(directory, basename(done.results));
    if (resolve(results) !== resolve(done.results)) await copyFile(done.results, results);
    await finish(directory, results);
    return done;
  } catch (error) {
    const log = join(directory, 'error.log');
    await writeFile(log, `${error instanceof Error ? error.message : error}\n`);
    await finish(directory, log);
    throw error;
  }
}

/** The worker polls every second, so the file must appear whole. */
async function finish(directory: string, results: string): Promise<void> {
  const draft = join(directory, '.done.tmp');
  await writeFile(draft, resolve(results));
  await rename(draft, join(directory, 'done'));
}

/**
 * Reports progress to the Sonobuoy worker next to this process, for `sonobuoy status`; the fields are those of its
 * ProgressUpdate (github.com/vmware-tanzu/sonobuoy/pkg/plugin). After the first unanswered request it stops, so that no
 * run fails or is late.
 */
export function sonobuoyProgress(port: string): RunListener {
  let total = 0;
  let pending = Promise.resolve();
  let answers = true;
  const post = (message: string, report: ConformanceReport) => {
    const body = JSON.stringify(progress(message, total, report));
    pending = pending.then(async () => {
      if (!answers) return;
      const signal = AbortSignal.timeout(2_000);
      const answer = await fetch(`http://localhost:${port}/progress`, { method: 'POST', body, signal }).catch(
        () => undefined,
      );
      await answer?.body?.cancel();
      answers = answer !== undefined;
    });
  };
  return {
    clusterReady(_cluster, scenarios, report) {
      total += scenarios;
      post('scenarios are running', report);
    },
    scenarioFinished: ({ id, verdict }, report) => post(`${verdict.kind}: ${id}`, report),
    runFinished: (report) => post(`the run is ${report.run.state}`, report),
  };
}

/** As Sonobuoy's own helper counts: what failed or errored is named, and not counted as completed. */
function progress(message: string, total: number, { scenarios }: ConformanceReport) {
  const having = (kind: string) => scenarios.filter(({ verdict }) => verdict.kind === kind).map(({ id }) => id);
  const [failures, errors] = [having('failed'), having('errored')];
  const completed = scenarios.length - failures.length - errors.length;
  return { msg: message, total: Math.max(total, scenarios.length), completed, failures, errors };
}
