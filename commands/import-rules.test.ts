import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';

const root = new URL('..', import.meta.url).pathname;

/** Lints one file per pair in a tree of its own and tells on which the rule fires. */
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
  ['clusters/embedded/x.ts', '../../harness/engine/run.ts'],
  ['clusters/embedded/x.ts', '../../harness/engine/stage/stage.ts'],
  ['clusters/embedded/x.ts', '../../harness/index.ts'],
  ['clusters/embedded/x.ts', '../../reports/json/x.ts'],
  ['clusters/simulators/kubelet/x.ts', '../../../suites/x.ts'],
  ['reports/junit/x.ts', '../../harness/engine/run.ts'],
  ['reports/junit/x.ts', '../../harness/api/client.ts'],
  ['reports/junit/x.ts', '../../clusters/detect.ts'],
  ['harness/engine/x.ts', '../../clusters/detect.ts'],
  ['harness/engine/x.ts', '../../reports/json/x.ts'],
  ['harness/engine/stage/x.ts', '../../../clusters/detect.ts'],
  ['harness/x.ts', '../commands/environment.ts'],
] as const;

const allowed = [
  ['suites/aks-virtual-node/x.scenario.ts', '../../harness/index.ts'],
  ['suites/aks-virtual-node/x.scenario.ts', './documents.ts'],
  ['clusters/embedded/x.ts', '../../harness/cluster.ts'],
  ['clusters/embedded/x.ts', '../../harness/api/client.ts'],
  ['reports/junit/x.ts', '../../harness/report.ts'],
  ['harness/engine/x.ts', '../api/client.ts'],
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
