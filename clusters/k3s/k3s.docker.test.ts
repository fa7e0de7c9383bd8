import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { environment } from '../../commands/environment.ts';
import type { StartOptions } from '../../harness/cluster.ts';
import { controlPlaneImage } from '../container/image/control-plane-image.ts';
import { findEngine } from '../docker/engine.ts';
import { containersOf } from '../docker/testing/containers-of.ts';
import { realPrograms } from '../embedded/testing/real-programs.ts';
import { describeFailures } from '../provider.contract.ts';
import { errorOf } from '../testing/contract-objects.ts';
import { k3s } from './provider.ts';

/** A name that no registry can have: https://www.rfc-editor.org/rfc/rfc2606 */
const nowhere = 'registry.invalid/rancher/k3s:v1.37.2-k3s1';
const asked: StartOptions = { pace: 1, progress: () => undefined, signal: new AbortController().signal };

describeFailures(k3s({ image: nowhere }), {
  provider: k3s({ image: nowhere }),
  says: /^image registry\.invalid\/rancher\/k3s:v1\.37\.2-k3s1 cannot be pulled: .*registry\.invalid.*; pull it where that is possible and load it into this engine .*, or name another one with --image$/,
});

describe('k3s', () => {
  const kept = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
  after(() => rmSync(kept, { recursive: true }));

  it('says what its image said when that is not k3s, keeps its log, and leaves no container', async () => {
    const engine = await findEngine();
    const image = await controlPlaneImage(engine, await realPrograms(environment()).findBinaries(asked), asked);
    const before = await containersOf(image);
    const { message } = (await errorOf(k3s({ image, logsOfFailures: kept }).start(asked))) as Error;
    expect(message).to.match(/^the k3s cluster did not start: .*server.*; its log is \/.*\/k3s\.log$/s);
    expect(readFileSync(/its log is (.*)$/.exec(message)?.[1] ?? '', 'utf8')).to.contain('server');
    expect(await containersOf(image)).to.deep.equal(before);
  });
});
