import { existsSync, readFileSync, watch } from 'node:fs';
import { expect } from 'chai';
import type { StartOptions } from '../../harness/cluster.ts';
import { idOf, processesOf } from '../control-plane/testing/left-behind.ts';
import { embedded } from './provider.ts';
import { type FakePrograms, fakePrograms } from './testing/fake-programs.ts';

const options = (signal = new AbortController().signal): StartOptions => ({
  pace: 1,
  progress: () => undefined,
  signal,
});

describe('embedded', function () {
  this.timeout(30_000); // starts processes, on a machine that may be busy

  it('says which component ended, why, and where its log is, and leaves nothing else behind', async () => {
    const script =
      "#!/bin/sh\necho 'I1122 21:04:19.1 1 a.go:1] hello' >&2\necho 'Error: unknown flag: --x' >&2\nexit 3\n";
    using programs = fakePrograms({ 'kube-apiserver': script });
    const error = await failureOf(programs);
    const [, reason, log = ''] =
      /^the embedded cluster did not start: (.*); its log is (.*)$/.exec(error.message) ?? [];
    expect(reason).to.equal('kube-apiserver ended with exit code 3: Error: unknown flag: --x');
    expect(readFileSync(log, 'utf8')).to.contain('hello\nError: unknown flag');
    expectNothingLeft(programs);
  });

  it('rejects a file that is no program', async () => {
    using programs = fakePrograms({ 'kube-scheduler': 'neither script nor program' });
    const { message } = await failureOf(programs);
    expect(message).to.match(/^the embedded cluster did not start: .*kube-scheduler is no program/);
    expect(existsSync(`${programs.directory}/started-in`)).to.equal(false);
  });

  it('says which component was not ready in time', async () => {
    using programs = fakePrograms({});
    const error = await failureOf(programs, 5_000);
    expect(error.message).to.match(/did not start: kube-apiserver was not ready in time/);
    expectNothingLeft(programs);
  });

  it('gives up with the reason of the signal while it starts', async () => {
    using programs = fakePrograms({});
    const abort = new AbortController();
    const started = startedOf(programs, { signal: abort.signal });
    await until(programs, () => existsSync(`${programs.directory}/started-in`));
    abort.abort(new Error('never mind'));
    expect(await started).to.have.property('message', 'never mind');
    expectNothingLeft(programs);
  });

  it('starts nothing when the signal was aborted before', async () => {
    using programs = fakePrograms({});
    const error = await startedOf(programs, { signal: AbortSignal.abort(new Error('never mind')) });
    expect(error).to.have.property('message', 'never mind');
    expect(existsSync(`${programs.directory}/started-in`)).to.equal(false);
  });
});

async function failureOf(programs: FakePrograms, longestStart?: number): Promise<Error> {
  return startedOf(programs, longestStart ? { longestStart } : {});
}

/** The error that a start ends with. */
async function startedOf(
  { binaries, directory }: FakePrograms,
  { signal, longestStart }: { signal?: AbortSignal; longestStart?: number },
): Promise<Error> {
  const findBinaries = async () => binaries;
  const provider = embedded({
    findBinaries,
    cache: directory,
    logsOfFailures: directory,
    ...(longestStart && { longestStart }),
  });
  return provider.start(options(signal)).then(
    () => new Error('it started'),
    (error: Error) => error,
  );
}

function expectNothingLeft(programs: FakePrograms): void {
  const directory = programs.startedIn();
  expect(existsSync(directory), directory).to.equal(false);
  expect(processesOf(idOf(directory))).to.deep.equal([]);
}

async function until({ directory }: FakePrograms, met: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const watcher = watch(directory, () => met() && resolve());
  if (met()) resolve();
  await promise;
  watcher.close();
}
