import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ManualClock, manualClock } from '../../harness/testing/manual-clock.ts';
import { keepRunning } from './keep-running.ts';
import { type Component, startComponent } from './processes/component.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

/** Keeps a script running in its own directory; `nextProblem` resolves with the next problem that is reported. */
async function kept(script: string) {
  const directory = await temporaryDirectory();
  const program = join(directory.path, 'program');
  await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const stop = new AbortController();
  const clock = manualClock();
  const launched: Component[] = [];
  let reported = Promise.withResolvers<string>();
  const running = keepRunning({
    title: 'csi-provisioner of ebs.csi.aws.com',
    launch: async () => {
      const log = join(directory.path, 'log');
      const options = { name: 'csi-provisioner', program, args: [], environment: { PATH: '/usr/bin:/bin' } };
      const component = startComponent({ ...options, directory: directory.path, log });
      launched.push(component);
      return component;
    },
    clock,
    problem: (message) => reported.resolve(message),
    signal: stop.signal,
  });
  const nextProblem = async () => {
    const message = await reported.promise;
    reported = Promise.withResolvers<string>();
    return message;
  };
  return { ...directory, clock, launched, running, stop, nextProblem };
}

/** Advances the clock by a pause, and resolves with the next problem. */
async function after(ms: number, clock: ManualClock, nextProblem: () => Promise<string>): Promise<string> {
  await clock.advance(ms);
  return await nextProblem();
}

describe('keepRunning', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy

  it('restarts a process that ends, after longer and longer pauses, and reports why it ended', async () => {
    await using sidecar = await kept("echo 'E1122 21:04:19.177231   23227 main.go:205] lost the driver' >&2; exit 3");
    const words = 'csi-provisioner of ebs.csi.aws.com ended with exit code 3: lost the driver; restarting';
    expect(await sidecar.nextProblem()).to.equal(`${words} immediately`);
    for (const [passing, pause] of [
      [0, 10],
      [10, 20],
      [20, 40],
      [40, 80],
      [80, 160],
      [160, 300],
      [300, 300],
    ] as const) {
      expect(await after(passing * 1000, sidecar.clock, sidecar.nextProblem)).to.equal(`${words} in ${pause} s`);
    }
    sidecar.stop.abort();
    await sidecar.running;
    expect(sidecar.launched).to.have.lengthOf(8);
  });

  it('kills the process at the end, and reports no problem', async () => {
    await using sidecar = await kept('exec sleep 300');
    let hasProblem = false;
    void sidecar.nextProblem().then(() => {
      hasProblem = true;
    });
    await sidecar.clock.advance(0);
    sidecar.stop.abort();
    await sidecar.running;
    expect(sidecar.launched.map(({ process }) => process.signalCode)).to.deep.equal(['SIGKILL']);
    expect(hasProblem).to.equal(false);
  });

  it('restarts without a pause after ten minutes of running', async () => {
    await using sidecar = await kept('exec sleep 300');
    const kill = () => sidecar.launched.at(-1)?.process.kill('SIGTERM');
    await sidecar.clock.advance(0);
    kill();
    expect(await sidecar.nextProblem()).to.match(/was ended by SIGTERM; restarting immediately$/);
    await sidecar.clock.advance(0);
    kill();
    expect(await sidecar.nextProblem()).to.match(/in 10 s$/);
    await sidecar.clock.advance(10_000);
    await sidecar.clock.advance(600_001);
    kill();
    expect(await sidecar.nextProblem()).to.match(/immediately$/);
    sidecar.stop.abort();
    await sidecar.running;
  });

  it('retries when there is no program', async () => {
    const stop = new AbortController();
    const clock = manualClock();
    const problems: string[] = [];
    const launch = () => Promise.reject(new Error('no binaries of CSI sidecars'));
    const running = keepRunning({
      title: 'it',
      launch,
      clock,
      problem: (line) => problems.push(line),
      signal: stop.signal,
    });
    await clock.advance(10_000);
    stop.abort();
    await running;
    const words = 'it could not be started: no binaries of CSI sidecars; restarting';
    expect(problems).to.deep.equal([`${words} immediately`, `${words} in 10 s`, `${words} in 20 s`]);
  });
});
