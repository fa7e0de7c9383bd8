import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { fakeProgram } from '../clusters/control-plane/testing/fake-programs.ts';
import type { ConformanceReport } from '../harness/report.ts';
import { home, plimsoll, processesIn, until } from './testing/plimsoll.ts';

function reportIn(directory: string): ConformanceReport {
  return JSON.parse(readFileSync(join(directory, 'plimsoll-report', 'report.json'), 'utf8')) as ConformanceReport;
}

/** Resolves when the output has the text; rejects when the command ends without. */
function printed({ child, ended }: ReturnType<typeof plimsoll>, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout?.on('data', (chunk) => {
      seen += chunk;
      if (seen.includes(text)) resolve();
    });
    ended.then(({ code, stderr }) => reject(new Error(`ended with ${code} before it printed ${text}: ${stderr}`)));
  });
}

describe('plimsoll run', () => {
  const refused: readonly (readonly [string, readonly string[], string])[] = [
    ['a scenario that is not there', ['--scenario', 'pvc-is-refuse'], 'pvc-is-refused'],
    ['a suite that is not there', ['--suite', 'aks-virtual-nodes'], 'aks-virtual-node'],
    ['a minor that is not known', ['--kubernetes', '1.12'], '1.37'],
    ['a profile that is not known', ['--profile', 'aci=aks-2'], 'aks-1.6'],
    ['a gate that is not known', ['--gate', 'most'], 'extended'],
    ['a cluster that is not known', ['--cluster', 'moon'], 'embedded'],
    ['an invalid factor', ['--timeout-factor', '-1'], 'above 0'],
  ];
  for (const [what, words, hint] of refused) {
    it(`exits with 2 for ${what}, reports ${hint} and starts nothing`, async () => {
      using place = home();
      const { code, stderr } = await plimsoll(['run', ...words], place.path).ended;
      expect(code).to.equal(2);
      expect(stderr).to.contain(hint);
      expect(readdirSync(place.path)).to.deep.equal([]);
    });
  }

  it('exits with 0 when all is as documented, writes the reports and leaves nothing behind', async () => {
    using place = home();
    const { code, stdout } = await plimsoll(['run', '--scenario', 'no-toleration-*', 'node-registers'], place.path)
      .ended;
    expect(code, stdout).to.equal(0);
    const report = reportIn(place.path);
    expect(report.summary).to.include({ total: 2, passed: 2, failed: 0, errored: 0 });
    expect(report.run.state).to.equal('finished');
    expect(readdirSync(place.path)).to.deep.equal(['plimsoll-report']);
    const files = readdirSync(join(place.path, 'plimsoll-report'));
    expect(files).to.include.members(['badge.json', 'report.json', 'summary.md']);
    expect(files.filter((name) => /^junit_plimsoll_\d{8}-\d{4}_01\.xml$/.test(name))).to.have.length(1);
    expect(processesIn(place.path)).to.deep.equal([]);
  });

  it('publishes to GitHub and Sonobuoy', async () => {
    using place = home();
    const [stepSummary, results] = [join(place.path, 'summary'), join(place.path, 'results')];
    const { code, stdout } = await plimsoll(
      ['run', '--scenario', 'node-registers', '--min-executed', '2'],
      place.path,
      {
        GITHUB_ACTIONS: 'true',
        GITHUB_STEP_SUMMARY: stepSummary,
        SONOBUOY_RESULTS_DIR: results,
      },
    ).ended;
    expect(code, stdout).to.equal(4);
    const [, token] = /^::stop-commands::(.+)\n/.exec(stdout) ?? [];
    expect(stdout.endsWith(`\n::${token}::\n`), stdout).to.equal(true);
    expect(readFileSync(stepSummary, 'utf8')).to.equal(
      readFileSync(join(place.path, 'plimsoll-report', 'summary.md'), 'utf8'),
    );
    const junit = readFileSync(join(results, 'done'), 'utf8');
    expect(readdirSync(results)).to.have.members(['done', basename(junit)]);
    expect(readFileSync(junit, 'utf8')).to.include('aks-virtual-node/node-registers');
  });

  it('does not take a reader that has seen enough for a failure', async () => {
    using place = home();
    const run = plimsoll(['run', '--scenario', 'node-registers'], place.path);
    run.child.stdout?.destroy();
    expect((await run.ended).code).to.equal(0);
    expect(reportIn(place.path).summary.passed).to.equal(1);
  });

  it('exits with 2 when the reports can not be written', async () => {
    using place = home();
    const { code, stderr } = await plimsoll(['run', '--out', '/dev/null/x'], place.path).ended;
    expect(code).to.equal(2);
    expect(stderr).to.contain('--out /dev/null/x: expected a directory');
  });

  it('exits with 4 when fewer scenarios were executed than asked for', async () => {
    using place = home();
    const words = ['run', '--scenario', 'node-registers', '--min-executed', '2'];
    const { code, stderr } = await plimsoll(words, place.path).ended;
    expect(code).to.equal(4);
    expect(stderr).to.contain('at least 2 were asked for');
  });

  const settings: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['an invalid registry', { PLIMSOLL_REGISTRY: 'ftp://x' }, 'ftp://x'],
    ['a directory without the programs', { KUBEBUILDER_ASSETS: '/' }, 'kube-apiserver'],
  ];
  for (const [what, variables, hint] of settings) {
    it(`exits with 2 for ${what}, and starts nothing`, async () => {
      using place = home();
      const { code, stderr } = await plimsoll(['run'], place.path, { ...variables, XDG_CACHE_HOME: place.path }).ended;
      expect(code, stderr).to.equal(2);
      expect(stderr).to.contain(hint);
      expect(readdirSync(place.path)).to.deep.equal([]);
    });
  }

  it('exits with 3 when the cluster does not start, with an error for each scenario', async () => {
    using place = home();
    for (const program of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const)
      writeFileSync(join(place.path, program), fakeProgram(program, '1.37.2'), { mode: 0o755 });
    const { code } = await plimsoll(['run', '--kubernetes', '1.37', '--scenario', 'inline-*'], place.path, {
      KUBEBUILDER_ASSETS: place.path,
      XDG_CACHE_HOME: place.path,
    }).ended;
    expect(code).to.equal(3);
    expect(reportIn(place.path).summary).to.include({ errored: 5, total: 5 });
  });

  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`exits with ${expected} on ${signal}, having written what it knows and cleaned up`, async () => {
      using place = home();
      const run = plimsoll(['run', '--scenario', 'node-registers', 'connector-stops'], place.path);
      await printed(run, 'node-registers');
      run.child.kill(signal);
      expect((await run.ended).code).to.equal(expected);
      expect(reportIn(place.path).run.state).to.equal('interrupted');
      expect(processesIn(place.path)).to.deep.equal([]);
      expect(readdirSync(place.path)).to.deep.equal(['plimsoll-report']);
    });
  }

  it('leaves a readable report, no process and no temporary directory when it is killed', async () => {
    using place = home();
    const run = plimsoll(['run', '--scenario', 'node-registers', 'connector-stops'], place.path);
    await printed(run, 'node-registers');
    await until('the report is written', () => existsSync(join(place.path, 'plimsoll-report', 'report.json')));
    run.child.kill('SIGKILL');
    await run.ended;
    expect(reportIn(place.path).run.state).to.equal('running');
    await until('no process is left', () => processesIn(place.path).length === 0);
    await until('no directory is left', () => readdirSync(place.path).length === 1);
    expect(readdirSync(place.path)).to.deep.equal(['plimsoll-report']);
  });
});
