import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { fakeGo } from '../testing/fake-programs.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { buildWithGo } from './build.ts';
import { controlPlane, controlPlanePart, kubectlPart, sanityPart, sidecarsPart } from './programs.ts';
import { versionsOf } from './versions.ts';

const versions = versionsOf('1.36');
const silent = { progress: () => {}, signal: AbortSignal.any([]) };
const version = 'k8s.io/component-base/version';
const kubernetesFlags =
  `build -v -trimpath -ldflags -s -w -X ${version}.gitVersion=v1.36.3 -X ${version}.gitMajor=1 ` +
  `-X ${version}.gitMinor=36 -X ${version}.gitTreeState=clean -o`;

const settingsFor = (architecture: string) =>
  `CGO_ENABLED=0 GOOS=linux GOARCH=${architecture} GOFLAGS=-buildvcs=false GOWORK=off ` +
  'build -v -trimpath -ldflags -s -w';
const csi = 'github.com/kubernetes-csi';
const resizer = (architecture: string, target: string) =>
  `csi-sidecars ${settingsFor(architecture)} -X main.version=v2.2.0 -o ${target}/csi-resizer ` +
  `${csi}/external-resizer/v2/cmd/csi-resizer`;
const sanity = (architecture: string, target: string) =>
  `csi-sanity ${settingsFor(architecture)} -X main.VERSION=v5.4.0 -o ${target}/csi-sanity ` +
  `${csi}/csi-test/v5/cmd/csi-sanity`;

async function failureOf(script: string) {
  await using directory = await temporaryDirectory();
  await using target = await temporaryDirectory();
  const { environment } = await fakeGo(directory.path, versions, script);
  const built = buildWithGo(controlPlanePart(versions), target.path, { ...silent, environment });
  return await built.then(
    () => 'no error',
    (error: Error) => error.message,
  );
}

describe('buildWithGo', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy
  it('builds the three of Kubernetes in one call, and etcd in another, from the go.mod of the minor', async () => {
    await using directory = await temporaryDirectory();
    await using target = await temporaryDirectory();
    const { environment, calls } = await fakeGo(directory.path, versions);
    await buildWithGo(controlPlanePart(versions, 'arm64'), target.path, { ...silent, environment });

    const settings = 'kubernetes-1.36 CGO_ENABLED=0 GOOS=linux GOARCH=arm64 GOFLAGS=-buildvcs=false GOWORK=off';
    const packages = ['apiserver', 'controller-manager', 'scheduler'].map(
      (name) => `k8s.io/kubernetes/cmd/kube-${name}`,
    );
    const etcd = 'go.etcd.io/etcd/server/v3';
    expect(await calls()).to.deep.equal([
      `${settings} list -deps ${etcd} ${packages.join(' ')}`,
      `${settings} build -v -trimpath -ldflags -s -w -o ${target.path}/etcd ${etcd}`,
      `${settings} ${kubernetesFlags} ${target.path}/ ${packages.join(' ')}`,
    ]);
    expect(await readdir(target.path)).to.have.members(controlPlane);
  });

  it('builds kubectl alone', async () => {
    await using directory = await temporaryDirectory();
    await using target = await temporaryDirectory();
    const { environment, calls } = await fakeGo(directory.path, versions);
    await buildWithGo(kubectlPart(versions), target.path, { ...silent, environment });
    expect((await calls()).at(-1)).to.contain(
      `${kubernetesFlags} ${target.path}/kubectl k8s.io/kubernetes/cmd/kubectl`,
    );
    expect(await readdir(target.path)).to.deep.equal(['kubectl']);
  });

  for (const [part, from, call] of [
    [sidecarsPart(), /external-provisioner\/v6@v6\.3\.0, .*-attacher\/v4@v4\.12\.0, .*-resizer\/v2@v2\.2\.0$/, resizer],
    [sanityPart(), /^github\.com\/kubernetes-csi\/csi-test\/v5@v5\.4\.0$/, sanity],
  ] as const) {
    it(`builds ${part.title} from a go.mod of its own, each program with its own version`, async () => {
      await using directory = await temporaryDirectory();
      await using target = await temporaryDirectory();
      const { environment, calls } = await fakeGo(directory.path, versions);
      const built = await buildWithGo(part, target.path, { ...silent, environment });
      expect(built.from).to.match(from);
      expect((await calls()).at(-1)).to.equal(call(part.architecture, target.path));
      expect(await readdir(target.path)).to.have.members(part.programs.map(({ name }) => name));
    });
  }

  it('repeats the last words of a go that fails', async () => {
    expect(await failureOf("echo 'go: module k8s.io/api: 403 Forbidden' >&2; exit 1")).to.match(
      /^go list in \S+kubernetes-1\.36 failed:\ngo: module k8s\.io\/api: 403 Forbidden$/,
    );
  });

  it('says how to get go where it is missing', async () => {
    await using target = await temporaryDirectory();
    const environment = { PATH: target.path };
    const error = await buildWithGo(controlPlanePart(versions), target.path, { ...silent, environment }).catch(
      (e: Error) => e,
    );
    expect(error)
      .to.have.property('message')
      .that.matches(/^go is not on the PATH: install Go 1\.26 or newer/);
  });

  it('interrupts go when it is aborted, and waits for its end', async () => {
    await using directory = await temporaryDirectory();
    await using target = await temporaryDirectory();
    const stop = new AbortController();
    const log = join(directory.path, 'calls');
    const trap = `kill $child; echo interrupted >> ${log}; exit 1`;
    const script = `sleep 60 & child=$!; trap '${trap}' INT; echo waiting >> ${log}; wait`;
    const { environment, calls } = await fakeGo(directory.path, versions, script);
    const options = { progress: () => {}, environment, signal: stop.signal };
    const building = buildWithGo(controlPlanePart(versions), target.path, options).catch((error: Error) => error);
    while (!(await calls().catch((): readonly string[] => [])).includes('waiting'));
    stop.abort(new Error('enough'));
    expect(await building).to.have.property('message', 'enough');
    expect((await calls()).at(-1)).to.equal('interrupted');
  });
});
