import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInputError } from '../../../harness/errors.ts';
import { fakeProgram } from '../testing/fake-programs.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { checkDirectory } from './named-directory.ts';
import { controlPlane, controlPlanePart, kubectlPart, sidecarsPart } from './programs.ts';
import { versionsOf } from './versions.ts';

const part = controlPlanePart(versionsOf('1.36'));
const signal = AbortSignal.any([]);

async function directoryWith(kubernetes: string) {
  const directory = await temporaryDirectory();
  for (const program of controlPlane) {
    const text = fakeProgram(program, program === 'etcd' ? '3.6.1' : kubernetes);
    await writeFile(join(directory.path, program), text, { mode: 0o755 });
  }
  return directory;
}

const failure = (path: string) =>
  checkDirectory(path, part, signal).then(
    () => 'no error',
    (error: Error) => {
      expect(error).to.be.instanceOf(BadInputError);
      return error.message;
    },
  );

describe('checkDirectory', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy
  it('takes any patch of the minor, and says which', async () => {
    await using directory = await directoryWith('1.36.0-rc.1');
    const found = await checkDirectory(directory.path, part, signal);
    expect(found?.path).to.equal(directory.path);
    expect(found?.versions).to.deep.include({ 'kube-apiserver': '1.36.0-rc.1', etcd: '3.6.1' });
  });

  it('names every program that is missing or cannot be run', async () => {
    await using directory = await directoryWith('1.36.3');
    await rm(join(directory.path, 'kube-scheduler'));
    await chmod(join(directory.path, 'etcd'), 0o644);
    expect(await failure(directory.path)).to.match(/has no program etcd, kube-scheduler: .*KUBEBUILDER_ASSETS/);
  });

  it('says of a directory that does not exist what it lacks', async () => {
    expect(await failure('/nowhere')).to.match(/^\/nowhere has no program etcd, kube-apiserver/);
  });

  it('refuses another minor and names both', async () => {
    await using directory = await directoryWith('1.35.4');
    expect(await failure(directory.path)).to.match(
      /is version 1\.35\.4, but Kubernetes 1\.36 is asked for: ask for --kubernetes 1\.35/,
    );
  });

  it('refuses one program of another minor among the right ones', async () => {
    await using directory = await directoryWith('1.36.3');
    await writeFile(join(directory.path, 'kube-scheduler'), fakeProgram('kube-scheduler', '1.37.2'));
    expect(await failure(directory.path)).to.match(/kube-scheduler is version 1\.37\.2, but Kubernetes 1\.36/);
  });

  it('refuses a program that is another one, and one that does not run', async () => {
    await using directory = await directoryWith('1.36.3');
    await writeFile(join(directory.path, 'etcd'), fakeProgram('kubectl', '1.36.3'));
    expect(await failure(directory.path)).to.match(
      /etcd is no etcd: "etcd Version: …" was expected, it printed "Client Version/,
    );
    await writeFile(join(directory.path, 'etcd'), '#!/bin/sh\necho broken >&2\nexit 3\n');
    expect(await failure(directory.path)).to.match(/etcd does not run: .*broken/s);
  });

  it('has no kubectl without complaint', async () => {
    await using directory = await directoryWith('1.36.3');
    expect(await checkDirectory(directory.path, kubectlPart(versionsOf('1.36')), signal)).to.equal(undefined);
  });

  it('takes sidecars of any version when it holds all three, and has none without complaint', async () => {
    await using directory = await directoryWith('1.36.3');
    for (const [program, version] of [
      ['csi-provisioner', '6.0.0'],
      ['csi-attacher', '4.9.0-canary'],
    ] as const) {
      await writeFile(join(directory.path, program), fakeProgram(program, version), { mode: 0o755 });
    }
    expect(await checkDirectory(directory.path, sidecarsPart(), signal)).to.equal(undefined);
    await writeFile(join(directory.path, 'csi-resizer'), fakeProgram('csi-resizer', '1.14.0'), { mode: 0o755 });
    const found = await checkDirectory(directory.path, sidecarsPart(), signal);
    expect(found?.versions).to.deep.equal({
      'csi-provisioner': '6.0.0',
      'csi-attacher': '4.9.0-canary',
      'csi-resizer': '1.14.0',
    });
  });
});
