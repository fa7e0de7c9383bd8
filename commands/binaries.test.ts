import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type FilledRegistry, startFilledRegistry } from '../clusters/control-plane/testing/kubernetes-images.ts';
import { type BinariesOptions, binaries } from './binaries.ts';
import { environment } from './environment.ts';

describe('binaries', function () {
  this.timeout(20_000); // a registry, on a machine that may be busy
  let registry: FilledRegistry;
  let directory = '';
  before(async () => {
    registry = await startFilledRegistry(environment().cache);
    directory = await mkdtemp(join(tmpdir(), 'plimsoll-test-'));
  });
  after(async () => {
    await registry[Symbol.asyncDispose]();
    await rm(directory, { recursive: true });
  });

  async function run(options: BinariesOptions, address = registry.url) {
    const lines: string[] = [];
    const progress: string[] = [];
    const settings = {
      cache: directory,
      registry: address,
      assets: undefined,
      httpsProxy: undefined,
      noProxy: undefined,
    };
    const print = (line: string) => lines.push(line);
    const code = await binaries(options, { settings, print, progress: (line) => progress.push(line) });
    return { code, lines, progress };
  }

  it('shows that nothing is cached', async () => {
    const { code, lines } = await run({});
    expect(code).to.equal(0);
    expect(lines.map((line) => line.split(/ {2,}/))).to.deep.equal([
      ['MINOR', 'WHAT', 'SOURCE', 'SIZE', 'PATH'],
      ['1.37', 'Kubernetes 1.37.2', '-', '-', 'not cached'],
      ['1.36', 'Kubernetes 1.36.3', '-', '-', 'not cached'],
      ['1.35', 'Kubernetes 1.35.4', '-', '-', 'not cached'],
      ['1.34', 'Kubernetes 1.34.4', '-', '-', 'not cached'],
      ['all', 'CSI sidecars', '-', '-', 'not cached'],
    ]);
  });

  it('pulls, and pulls again, and shows where it came from', async () => {
    await run({ pull: true });
    const { lines, progress } = await run({ pull: true, kubectl: true, kubernetes: '1.37' });
    expect(progress[0]).to.equal('Kubernetes 1.37.2: pulling the official images');
    expect(progress).to.include('CSI sidecars: pulling the official images');
    const source = `images of ${new URL(registry.url).host}`;
    const path = join(directory, 'binaries');
    const sidecars = 'CSI sidecars, csi-provisioner 6.3.0, csi-attacher 4.12.0, csi-resizer 2.2.0';
    expect(lines.slice(1).map((line) => line.split(/ {2,}/))).to.deep.equal([
      ['1.37', 'Kubernetes 1.37.2, etcd 3.7.0', source, '0.4 MB', `${path}/kubernetes-1.37.2-linux-${architecture()}`],
      ['1.37', 'kubectl 1.37.2', source, '0.1 MB', `${path}/kubectl-1.37.2-linux-${architecture()}`],
      ['all', sidecars, source, '0.3 MB', `${path}/csi-sidecars-6.3.0-4.12.0-2.2.0-linux-${architecture()}`],
    ]);
  });

  it('uses no other source when one is named', async () => {
    const error = await run({ pull: true }, 'http://127.0.0.1:1').catch((cause: Error) => cause);
    expect((error as Error).message)
      .to.match(/images: .*ECONNREFUSED/)
      .and.not.match(/\n {2}go:/);
  });

  it('refuses two sources, and an unknown minor', async () => {
    const failure = (options: BinariesOptions) => run(options).catch((cause: Error) => cause);
    expect(await failure({ pull: true, build: true })).to.have.property('name', 'BadInputError');
    expect(await failure({ kubernetes: '1.2' })).to.have.property('name', 'BadInputError');
  });
});

function architecture(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}
