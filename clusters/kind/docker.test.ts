import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { temporaryDirectory } from '../control-plane/testing/temporary-directory.ts';
import { checkEngine, type Docker, DockerError, docker } from './docker.ts';
import { type Answer, fakeDocker } from './testing/fake-docker.ts';

/** The docker CLI as a script, with the mark of a cluster. */
async function scripted(script: string, use: (docker: Docker) => Promise<unknown>): Promise<unknown> {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'docker');
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  const marked = docker({ PATH: `${directory.path}:/usr/bin:/bin`, PLIMSOLL_CLUSTER: 'abc' });
  return await use(marked).catch((error: unknown) => error);
}

describe('docker', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy

  it('runs a command with the mark of the cluster, and resolves with its output', async () =>
    expect(await scripted('echo "$PLIMSOLL_CLUSTER: $*"', ({ run }) => run(['ps', '-a']))).to.equal('abc: ps -a\n'));

  it('writes what it is given to the standard input', async () =>
    expect(await scripted('cat', ({ run }) => run(['exec'], { input: 'hello' }))).to.equal('hello'));

  it('does not mind a command that reads nothing', async () =>
    expect(await scripted('exit 0', ({ run }) => run(['exec'], { input: 'x'.repeat(1_000_000) }))).to.equal(''));

  it('says which command failed, how, and what it complained of', async () => {
    const error = await scripted('echo "no such container" >&2; exit 3', ({ run }) => run(['rm', 'c']));
    expect(error).to.be.instanceOf(DockerError).and.include({ code: 3, complaint: 'no such container' });
    expect(error).to.have.property('message', 'docker rm c ended with exit code 3: no such container');
  });

  it('ends with 127 where there is no docker', async () => {
    await using directory = await temporaryDirectory();
    const error = await docker({ PATH: directory.path })
      .run(['ps'])
      .catch((cause: unknown) => cause);
    expect(error).to.be.instanceOf(DockerError).and.have.property('code', 127);
  });

  it('ends a command with the reason of the signal', async () => {
    const abort = new AbortController();
    const reason = new Error('never mind');
    const error = await scripted('exec sleep 300', ({ run }) => {
      const running = run(['pull', 'x'], { signal: abort.signal });
      abort.abort(reason);
      return running;
    });
    expect(error).to.equal(reason);
  });
});

const { signal } = new AbortController();

async function resultWith(version: Answer): Promise<string> {
  const { docker } = fakeDocker({ version });
  return checkEngine(docker, signal).then(
    () => 'all is well',
    ({ message }: Error) => message,
  );
}

describe('checkEngine', () => {
  it('has nothing to say of an engine that answers', async () =>
    expect(await resultWith('28.2.2\n')).to.equal('all is well'));

  it('says what to do where there is no docker', async () =>
    expect(await resultWith({ code: 127, complaint: "/usr/bin/env: 'docker': No such file" })).to.equal(
      'kind needs Docker, and no docker is on the PATH: install it, ' +
        'or run on another kind of cluster: --cluster embedded needs no Docker',
    ));

  it('says what to do where the engine does not answer, and why it does not', async () =>
    expect(
      await resultWith({ code: 1, complaint: 'Cannot connect to the Docker daemon at unix:///x. Is it running?' }),
    ).to.equal(
      'kind needs Docker, and its engine does not answer: Cannot connect to the Docker daemon at unix:///x. ' +
        'Is it running?; start it, or run on another kind of cluster: --cluster embedded needs no Docker',
    ));
});
