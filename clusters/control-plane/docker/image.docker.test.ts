import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { errorOf } from '../../testing/contract-objects.ts';
import type { Architecture, Binaries } from '../binaries/binaries.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { findEngine } from './engine.ts';
import { controlPlaneImage } from './image.ts';

/** e_machine in elf(5). */
const machines: Readonly<Record<Architecture, number>> = { amd64: 62, arm64: 183 };

describe('the image of the control plane', () => {
  for (const [moment, wait] of Object.entries({ 'before any of it is sent': 0, 'while it is sent': 50 })) {
    it(`is given up ${moment}, with the reason of the signal`, async () => {
      await using place = await temporaryDirectory();
      const engine = await findEngine();
      const binaries = await largePrograms(place.path, engine.architecture);
      const abort = new AbortController();
      const reason = new Error('never mind');
      const progress = () => void (wait ? setTimeout(() => abort.abort(reason), wait) : abort.abort(reason));
      expect(await errorOf(controlPlaneImage(engine, binaries, { progress, signal: abort.signal }))).to.equal(reason);
    });
  }
});

/** Of a gigabyte each, which takes no room on this machine, and longer to send than anybody waits. */
async function largePrograms(directory: string, architecture: Architecture): Promise<Binaries> {
  const header = Buffer.alloc(64);
  header.write('\x7fELF', 'latin1');
  header.writeUInt16LE(machines[architecture], 18);
  const at = async (name: string) => {
    const path = join(directory, name);
    await writeFile(path, header);
    await truncate(path, 1 << 30);
    return path;
  };
  return {
    kubernetes: '0.0.0',
    etcd: '0.0.0',
    source: 'directory',
    paths: {
      etcd: await at('etcd'),
      'kube-apiserver': await at('kube-apiserver'),
      'kube-controller-manager': await at('kube-controller-manager'),
      'kube-scheduler': await at('kube-scheduler'),
    },
  };
}
