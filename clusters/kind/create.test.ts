import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { temporaryDirectory } from '../control-plane/testing/temporary-directory.ts';
import { createCluster, type KindRun, stepIn, whyKindFailed } from './create.ts';
import { startError } from './failure.ts';
import type { KindState } from './state.ts';

/** A kind CLI that is a script, and a state directory for it. */
async function surroundings(script: string) {
  const directory = await temporaryDirectory();
  const kind = join(directory.path, 'kind');
  await writeFile(kind, `#!/bin/sh\n${script}\n`);
  await chmod(kind, 0o755);
  const at = (name: string) => join(directory.path, name);
  const state: KindState = {
    ...directory,
    mark: { PLIMSOLL_CLUSTER: 'abc' },
    cluster: 'plimsoll-abc',
    kubeconfig: at('kubeconfig'),
    config: at('kind.yaml'),
    log: at('kind.log'),
    hostnameFile: at,
    writeHostname: async () => undefined,
  };
  const lines: string[] = [];
  const abort = new AbortController();
  const run: KindRun = { kind, state, progress: (line) => lines.push(line), signal: abort.signal };
  return { ...directory, run, lines, abort };
}

const failing = `[ "$1" = export ] && { mkdir "$3/plimsoll-abc-worker"; exit; }
echo ' • Preparing nodes 📦  ...' >&2
echo 'ERROR: failed to create cluster: no space left' >&2
exit 1`;

describe('createCluster', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy

  it("gives kind a name, files of the cluster's own and the image, and keeps the nodes of a failure", async () => {
    await using around = await surroundings('echo "$PLIMSOLL_CLUSTER $KIND_EXPERIMENTAL_PROVIDER $*"');
    const { config, kubeconfig, log } = around.run.state;
    await createCluster('a/node:v1', around.run);
    expect(await readFile(log, 'utf8')).to.equal(
      `abc docker create cluster --name plimsoll-abc --config ${config} ` +
        `--kubeconfig ${kubeconfig} --image a/node:v1 --retain --wait 0s\n`,
    );
  });

  it('says at which step kind failed, and why', async () => {
    await using around = await surroundings(failing);
    const error = await createCluster('a/node:v1', around.run).catch((cause: unknown) => cause);
    expect(error).to.be.instanceOf(Error);
    expect(error).to.have.property('message', 'kind create cluster, at "Preparing nodes": no space left');
    expect(around.lines).to.deep.equal(['kind: Preparing nodes']);
  });

  it('ends kind with the reason of the signal', async () => {
    await using around = await surroundings('exec sleep 300');
    const created = createCluster('a/node:v1', around.run).catch((cause: unknown) => cause);
    const reason = new Error('never mind');
    around.abort.abort(reason);
    expect(await created).to.equal(reason);
  });
});

describe('createCluster in too short a time', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy

  it('says at which step it was', async () => {
    await using around = await surroundings("echo ' • Joining worker nodes 🚜  ...' >&2; exec sleep 300");
    const { promise: joining, resolve } = Promise.withResolvers<void>();
    const timeUp = new AbortController();
    const run = { ...around.run, progress: () => resolve(), signal: timeUp.signal };
    const created = createCluster('a/node:v1', run).catch((cause: unknown) => cause);
    await joining;
    timeUp.abort(new DOMException('time is up', 'TimeoutError'));
    expect(await created).to.have.property(
      'message',
      'kind create cluster, at "Joining worker nodes": it was not done in time',
    );
  });
});

describe('explained', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy

  it('keeps the log of kind, and those of the nodes, and says where', async () => {
    await using around = await surroundings(failing);
    const { run, path } = around;
    const failure = await createCluster('a/node:v1', run).catch((cause: Error) => cause);
    const { message } = await startError(failure as Error, { ...run, keepIn: path });
    const [, why, log = ''] =
      /^the kind cluster did not start: (.*); its log is (.*), and those of its nodes /.exec(message) ?? [];
    expect(why).to.equal('kind create cluster, at "Preparing nodes": no space left');
    expect(await readFile(log, 'utf8')).to.contain('ERROR: failed to create cluster: no space left');
    expect(await readdir(dirname(log))).to.have.members(['kind.log', 'plimsoll-abc-worker']);
  });

  it('waits for no logs when the run is interrupted', async () => {
    await using around = await surroundings('exec sleep 300');
    const { run, path, abort } = around;
    const reason = new Error('never mind');
    const lines = startError(new Error('no space left'), { ...run, keepIn: path }).catch((cause: unknown) => cause);
    abort.abort(reason);
    expect(await lines).to.equal(reason);
  });
});

describe('stepIn', () => {
  it('is the step that begins, without its picture', () => {
    const lines = [
      'Creating cluster "c" ...',
      ' • Preparing nodes 📦 📦  ...',
      ' ✓ Preparing nodes 📦 📦',
      ' • Starting control-plane 🕹️  ...',
      ' ✗ Starting control-plane 🕹️',
    ];
    expect(lines.map(stepIn).filter(Boolean)).to.deep.equal(['Preparing nodes', 'Starting control-plane']);
  });
});

describe('whyKindFailed', () => {
  const failed =
    'failed to init node with kubeadm: command "docker exec c kubeadm init" failed with error: exit status 1';
  for (const { title, output, why } of [
    {
      title: 'of what a command in a node complained of',
      output: `ERROR: failed to create cluster: ${failed}

Command Output: I1123 init.go:1] hello
error execution phase wait-control-plane: timed out
To see the stack trace of this error execute with --v=5 or higher`,
      why: `${failed}: error execution phase wait-control-plane: timed out`,
    },
    {
      title: "of kind's own words",
      output: 'ERROR: node(s) already exist for a cluster with the name "c"\n',
      why: 'node(s) already exist for a cluster with the name "c"',
    },
    {
      title: 'of the last line where there is no better one',
      output: 'panic\nexit status 2\n\n',
      why: 'exit status 2',
    },
    { title: 'of silence', output: '', why: 'it printed nothing' },
  ])
    it(`is made ${title}`, () => expect(whyKindFailed(output)).to.equal(why));
});
