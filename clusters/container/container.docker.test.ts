import { basename, dirname } from 'node:path';
import { expect } from 'chai';
import { cuttableProxy } from '../../harness/api/testing/cuttable-proxy.ts';
import { findEngine } from '../control-plane/docker/engine.ts';
import { controlPlaneImage } from '../control-plane/docker/image.ts';
import { settingsFrom } from '../control-plane/settings.ts';
import { containersLabelled } from '../control-plane/testing/containers-of.ts';
import { realPrograms } from '../control-plane/testing/real-programs.ts';
import { describeProvider } from '../provider.contract.ts';
import { errorOf } from '../testing/contract-objects.ts';
import { container } from './provider.ts';

const real = realPrograms(settingsFrom());

describeProvider(container(real), {
  cuttable: cuttableProxy,
  failing: {
    // The scheduler knows no flag of etcd.
    provider: container({
      ...real,
      async findBinaries(wanted) {
        const binaries = await real.findBinaries(wanted);
        return { ...binaries, paths: { ...binaries.paths, etcd: binaries.paths['kube-scheduler'] } };
      },
    }),
    says: new RegExp(
      '^the container cluster did not start: etcd ended with exit code 1: ' +
        'Error: unknown flag: --name; its log is /.*/etcd\\.log$',
    ),
  },
});

describe('container, of an image that is named', () => {
  it('looks for no programs, and refuses it when it holds another minor than was asked for', async () => {
    const { signal } = new AbortController();
    const asked = { pace: 1, progress: () => undefined, signal };
    const image = await controlPlaneImage(await findEngine(), await real.findBinaries(asked), asked);
    const findBinaries = () => Promise.reject(new Error('no programs are needed'));
    const { message } = (await errorOf(
      container({ ...real, findBinaries, image }).start({ ...asked, kubernetes: '1.20' }),
    )) as Error;
    expect(message).to.match(/^the image holds Kubernetes 1\.\d+\.\d+, but 1\.20 was asked for/);
  });
});

describe('container, whose container was removed by another program', () => {
  it('leaves nothing behind, and does not complain', async () => {
    const { signal } = new AbortController();
    const cluster = await container(real).start({ pace: 1, progress: () => undefined, signal });
    const name = basename(dirname(cluster.kubeconfig));
    const { docker } = await findEngine();
    await docker.getContainer(name).remove({ force: true });
    await cluster[Symbol.asyncDispose]();
    expect(await containersLabelled(name)).to.have.lengthOf(0);
  });
});
