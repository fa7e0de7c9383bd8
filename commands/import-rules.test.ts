import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';

const root = new URL('..', import.meta.url).pathname;

/** Lints one file per pair in a tree of its own; returns the indexes of those that break the rule. */
function restricted(pairs: readonly (readonly [path: string, target: string])[]): ReadonlySet<number> {
  const tree = mkdtempSync(join(tmpdir(), 'plimsoll-import-rules-'));
  try {
    cpSync(join(root, 'biome.json'), join(tree, 'biome.json'));
    const files = pairs.map(([path], index) => join(dirname(path), `${index}-${basename(path)}`));
    for (const [index, [, target]] of pairs.entries()) {
      const file = join(tree, files[index] ?? '');
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `import { x } from '${target}';\n\nexport const y = x;\n`);
    }
    const biome = join(root, 'node_modules/.bin/biome');
    const { stdout } = spawnSync(
      biome,
      ['lint', '--vcs-enabled=false', '--reporter=github', '--max-diagnostics=none', '.'],
      {
        cwd: tree,
        encoding: 'utf8',
      },
    );
    const named = stdout.split('\n').filter((line) => line.includes('noRestrictedImports'));
    return new Set(files.flatMap((file, index) => (named.some((line) => line.includes(`/${file},`)) ? [index] : [])));
  } finally {
    rmSync(tree, { recursive: true });
  }
}

const forbidden = [
  ['suites/aks-virtual-node/x.scenario.ts', '../../harness/engine/run.ts'],
  ['suites/aks-virtual-node/x.scenario.ts', '../../harness/vocabulary/pod.ts'],
  ['suites/aks-virtual-node/x.scenario.ts', '../../clusters/detect.ts'],
  ['suites/aks-virtual-node/x.scenario.ts', 'node:fs'],
  ['suites/x.test.ts', '../clusters/simulated-cluster.ts'],
  ['suites/x.test.ts', '../commands/environment.ts'],
  ['suites/x.test.ts', '../mutations/multi-az.mutants.ts'],
  ['harness/engine/x.ts', '../../clusters/detect.ts'],
  ['harness/engine/x.ts', '../../reports/json/x.ts'],
  ['harness/engine/x.test.ts', '../../clusters/detect.ts'],
  ['harness/engine/testing/x.ts', '../../../clusters/detect.ts'],
  ['harness/x.ts', '../commands/environment.ts'],
  ['reports/junit/x.ts', '../../harness/engine/run.ts'],
  ['reports/junit/x.ts', '../../harness/vocabulary/pod.ts'],
  ['reports/junit/x.ts', '../../harness/api/client.ts'],
  ['reports/junit/x.ts', '../../clusters/detect.ts'],
  ['reports/junit/x.ts', '../../harness/explain/explanation.ts'],
  ['clusters/x.ts', '../harness/engine/run.ts'],
  ['clusters/x.ts', '../suites/x.ts'],
  ['clusters/embedded/x.ts', '../../harness/engine/run.ts'],
  ['clusters/embedded/x.ts', '../../harness/index.ts'],
  ['clusters/embedded/x.ts', '../../reports/json/x.ts'],
  ['clusters/embedded/x.ts', '../kind/provider.ts'],
  ['clusters/container/x.ts', '../embedded/provider.ts'],
  ['clusters/kind/x.ts', '../container/provider.ts'],
  ['clusters/kind/nodes/x.ts', '../../embedded/provider.ts'],
  ['clusters/k3s/x.ts', '../existing/provider.ts'],
  ['clusters/existing/x.ts', '../k3s/provider.ts'],
  ['clusters/control-plane/x.ts', '../embedded/provider.ts'],
  ['clusters/control-plane/binaries/x.ts', '../../simulator/csi/csi.ts'],
  ['clusters/control-plane/x.ts', '../clouds/clouds.ts'],
  ['clusters/control-plane/x.ts', '../topology/topology.ts'],
  ['clusters/simulator/csi/x.ts', '../../clouds/clouds.ts'],
  ['clusters/simulator/csi/x.ts', '../../control-plane/settings.ts'],
  ['clusters/simulator/machine/x.ts', '../../embedded/provider.ts'],
  ['clusters/simulator/machine/x.ts', '../../simulated-cluster.ts'],
  ['clusters/simulator/machine/x.ts', '../../../suites/x.ts'],
  ['clusters/clouds/aws/x.ts', '../../control-plane/settings.ts'],
  ['clusters/clouds/aws/x.ts', '../../kind/provider.ts'],
  ['clusters/topology/x.ts', '../simulator/cloud/cloud.ts'],
  ['clusters/topology/x.ts', '../clouds/clouds.ts'],
  ['clusters/topology/x.ts', '../../harness/api/client.ts'],
  ['clusters/simulator/x.ts', '../../harness/explain/explain.ts'],
  ['clusters/simulator/x.ts', '../../harness/testing/manual-clock.ts'],
  ['clusters/kind/x.ts', '../../harness/explain/explain.ts'],
  ['clusters/simulator/x.ts', '../kind-cluster.ts'],
  ['clusters/clouds/aws/x.ts', '../../simulated-cluster.ts'],
  ['clusters/control-plane/x.ts', '../simulating.ts'],
  ['clusters/topology/x.ts', '../detect.ts'],
  ['clusters/kind/x.kind.test.ts', '../../commands/environment.ts'],
  ['clusters/kind/x.kind.test.ts', '../embedded/provider.ts'],
  ['clusters/kind/testing/x.ts', '../../container/provider.ts'],
  ['clusters/simulator/testing/x.ts', '../../../commands/environment.ts'],
] as const;

const allowed = [
  ['suites/aks-virtual-node/x.scenario.ts', '../../harness/index.ts'],
  ['suites/aks-virtual-node/x.scenario.ts', './documents.ts'],
  ['suites/x.test.ts', '../harness/engine/load-scenarios.ts'],
  ['harness/engine/x.ts', '../api/client.ts'],
  ['reports/junit/x.ts', '../../harness/report.ts'],
  ['clusters/x.ts', './clouds/clouds.ts'],
  ['clusters/embedded/x.ts', '../../harness/cluster.ts'],
  ['clusters/embedded/x.ts', '../../harness/api/client.ts'],
  ['clusters/embedded/x.ts', '../control-plane/settings.ts'],
  ['clusters/kind/x.ts', '../simulator/cloud/cloud.ts'],
  ['clusters/kind/x.ts', '../control-plane/docker/engine.ts'],
  ['clusters/existing/x.ts', '../clouds/clouds.ts'],
  ['clusters/clouds/aws/x.ts', '../../simulator/csi/definition.ts'],
  ['clusters/simulator/csi/x.ts', '../../topology/topology.ts'],
] as const;

describe('import rules', () => {
  const fired = restricted([...forbidden, ...allowed]);

  for (const [index, [path, target]] of forbidden.entries()) {
    it(`forbid ${path} to import ${target}`, () => expect(fired.has(index)).to.equal(true));
  }
  for (const [index, [path, target]] of allowed.entries()) {
    it(`let ${path} import ${target}`, () => expect(fired.has(forbidden.length + index)).to.equal(false));
  }
});
