import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { StartOptions } from '../../harness/cluster.ts';
import { findEngine } from '../control-plane/docker/engine.ts';
import { controlPlaneImage } from '../control-plane/docker/image.ts';
import { settingsFrom } from '../control-plane/settings.ts';
import { containersOf } from '../control-plane/testing/containers-of.ts';
import { realPrograms } from '../control-plane/testing/real-programs.ts';
import { describeFailures } from '../provider.contract.ts';
import { errorOf } from '../testing/contract-objects.ts';
import { k3s } from './provider.ts';

/** A name that no registry can have: https://www.rfc-editor.org/rfc/rfc2606 */
const nowhere = 'registry.invalid/rancher/k3s:v1.37.2-k3s1';
const asked: StartOptions = { pace: 1, progress: () => undefined, signal: new AbortController().signal };

describeFailures(k3s({ image: nowhere }), {
  provider: k3s({ image: nowhere }),
  says: new RegExp(
    '^image registry\\.invalid/rancher/k3s:v1\\.37\\.2-k3s1 cannot be pulled: .*registry\\.invalid.*; ' +
      'pull it where that is possible and load it into this engine .*, or name another one with --image$',
  ),
});

describe('k3s', () => {
  const kept = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
  after(() => rmSync(kept, { recursive: true }));

  it('says what keeps an image that is not k3s from starting, and leaves no container', async () => {
    const engine = await findEngine();
    const image = await controlPlaneImage(engine, await realPrograms(settingsFrom()).findBinaries(asked), asked);
    const before = await containersOf(image);
    const error = await errorOf(k3s({ image }).start(asked));
    expect(error)
      .to.have.property('message')
      .that.matches(/^the k3s cluster did not start: .*"server": executable file/);
    expect(await containersOf(image)).to.deep.equal(before);
  });

  it('reports the output of an image that ended, keeps its log, and leaves no container', async () => {
    await using image = await imageOf(['/kube-scheduler', '--no-such-flag']);
    const { message } = (await errorOf(k3s({ image: image.name, logsOfFailures: kept }).start(asked))) as Error;
    expect(message).to.match(
      /^the k3s cluster did not start: .*unknown flag: --no-such-flag; its log is \/.*\/k3s\.log$/,
    );
    expect(readFileSync(/its log is (.*)$/.exec(message)?.[1] ?? '', 'utf8')).to.contain('no-such-flag');
    expect(await containersOf(image.name)).to.deep.equal([]);
  });
});

/** The control plane's image with another first process, which gets the arguments of k3s too. */
async function imageOf(entrypoint: readonly string[]) {
  const { docker } = await findEngine();
  const from = await controlPlaneImage(
    await findEngine(),
    await realPrograms(settingsFrom()).findBinaries(asked),
    asked,
  );
  const container = await docker.createContainer({ Image: from, Entrypoint: [...entrypoint] });
  const name = `plimsoll/not-k3s:${container.id.slice(0, 12)}`;
  const [repo, tag] = name.split(':');
  await container.commit({ repo, tag });
  await container.remove();
  return {
    name,
    [Symbol.asyncDispose]: () =>
      docker
        .getImage(name)
        .remove()
        .then(() => undefined),
  };
}
