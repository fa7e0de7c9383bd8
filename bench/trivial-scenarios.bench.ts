import { join } from 'node:path';
import { settingsFrom } from '../clusters/control-plane/settings.ts';
import { oneNode } from '../clusters/testing/one-node.ts';
import type { LoadedScenario } from '../harness/engine/load-scenarios.ts';
import { runConformance } from '../harness/engine/run.ts';
import { pod } from '../harness/vocabulary/pod.ts';
import type { Bench } from './bench.ts';
import { spread } from './measurements.ts';

const rounds = 5;
const pace = 10;

/** Thirty scenarios, each a Pod that runs on a simulated node, judged and cleaned up in one run. */
const trivialScenarios: Bench = async (print) => {
  const seconds: Awaited<ReturnType<typeof measure>>[] = [];
  for (let round = 0; round < rounds; round++) seconds.push(await measure());
  for (const what of ['judged', 'cleaned up'] as const) {
    const after = spread(
      seconds.map((measured) => measured[what]),
      's',
    );
    print(`30 scenarios ${what} after the cluster is ready: ${after}`);
  }
  print('target: 4 s; chainsaw (main of May 2026) on this kind of machine: 25 s with 8 in parallel, 161 s serially');
};

export default trivialScenarios;

async function measure() {
  let began = 0;
  let judged = 0;
  const report = await runConformance({
    clusterRuns: [{ provider: oneNode({ pace, ...settingsFrom() }), scenarios }],
    pace,
    version: 'bench',
    command: 'npm run bench',
    reproduce: () => 'npm run bench',
    signal: new AbortController().signal,
    listeners: [
      {
        clusterReady: () => (began = performance.now()),
        scenarioFinished: () => (judged = performance.now()),
      },
    ],
  });
  if (report.summary.passed !== scenarios.length) throw new Error(`not all passed: ${JSON.stringify(report.summary)}`);
  const [left] = report.lifecycle.filter(({ id }) => id === 'leak-check');
  if (!left || left.error) throw new Error(`left behind: ${left?.error}`);
  return { judged: (judged - began) / 1000, 'cleaned up': (judged - began) / 1000 + left.seconds };
}

const scenarios: readonly LoadedScenario[] = Array.from({ length: 30 }, (_, index) => ({
  id: `trivial/runs-${index}`,
  suite: 'trivial',
  behaviour: `runs-${index}`,
  title: 'A Pod runs',
  level: 'core',
  about: 'kubernetes',
  requires: [],
  given: ['runs.yaml'],
  directory: join(import.meta.dirname, 'trivial-scenarios'),
  file: 'bench/trivial-scenarios.bench.ts',
  line: 1,
  documented: [
    {
      kind: 'guarantee',
      source: { title: 'Kubernetes', section: 'Pods' },
      description: 'A Pod for which there is room runs.',
      expect: [pod('web').isRunning()],
    },
  ],
}));
