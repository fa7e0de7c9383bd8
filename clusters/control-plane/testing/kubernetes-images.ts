import type { Architecture } from '../binaries/binaries.ts';
import { controlPlanePart, kubectlPart, type Program, type ProgramName, sidecarsPart } from '../binaries/programs.ts';
import { type Versions, versionsOf } from '../binaries/versions.ts';
import { fakeProgram } from './fake-programs.ts';
import { type Packing, pushImage } from './images-in-registry.ts';
import { startRegistry } from './real-registry.ts';

/** csi-sanity and kind alone have no image. */
type ImageProgram = Exclude<ProgramName, 'csi-sanity' | 'kind'>;

/**
 * The images that hold the programs of a minor and the sidecars, as the official ones are laid out: program → text of
 * its script.
 */
export interface KubernetesImages {
  readonly programs: Readonly<Record<Architecture, Readonly<Record<ImageProgram, string>>>>;
  /** Digests of the layers that hold a program. */
  readonly layers: Readonly<Record<ImageProgram, readonly string[]>>;
}

const packings: Record<ImageProgram, Packing> = {
  etcd: 'gzip',
  'kube-apiserver': 'zstd',
  'kube-controller-manager': 'gzip',
  'kube-scheduler': 'tar',
  kubectl: 'gzip',
  'csi-provisioner': 'gzip',
  'csi-attacher': 'gzip',
  'csi-resizer': 'zstd',
};

/** Fills a registry with fakes of the official images, under a path of its own if one is given. */
export async function pushKubernetesImages(registry: string, versions: Versions, path = ''): Promise<KubernetesImages> {
  const parts = [controlPlanePart(versions), kubectlPart(versions), sidecarsPart()];
  const all = parts.flatMap(({ programs }) => programs);
  const programs = { amd64: scripts(all, 'amd64'), arm64: scripts(all, 'arm64') };
  const layers: Partial<Record<ImageProgram, readonly string[]>> = {};
  for (const [name, packing] of Object.entries(packings) as [ImageProgram, Packing][]) {
    const { image } = all.find((program) => program.name === name) ?? {};
    if (!image) throw new Error(`there is no image of ${name}`);
    const stack = (architecture: Architecture) => [
      { files: { 'etc/os-release': 'NAME=distroless\n' }, packing: 'gzip' as const },
      { files: { [placeOf(name)]: programs[architecture][name] }, packing },
      // The lowest and the topmost hold something else, so that layers must be gone through.
      { files: { 'go-runner': '#!/bin/sh\n' }, packing: 'gzip' as const },
    ];
    const digests = await pushImage(registry, {
      name: `${path}${image.repository}`,
      tag: image.tag,
      layers: { amd64: stack('amd64'), arm64: stack('arm64') },
      standard: packing === 'zstd' ? 'oci' : 'docker',
    });
    layers[name] = digests.filter((_, index) => index % 3 === 1);
  }
  return { programs, layers: layers as KubernetesImages['layers'] };
}

function placeOf(name: ImageProgram): string {
  if (name.startsWith('csi-')) return name;
  return name === 'kubectl' ? 'bin/kubectl' : `usr/local/bin/${name}`;
}

function scripts(programs: readonly Program[], note: Architecture): Readonly<Record<ImageProgram, string>> {
  const script = ({ name, versions }: Program) => fakeProgram(name, versions.at(-1) ?? '', { note, bytes: 100_000 });
  const all = programs.map((program) => [program.name, script(program)] as const);
  return Object.fromEntries(all) as Record<ImageProgram, string>;
}

export interface FilledRegistry extends AsyncDisposable, KubernetesImages {
  readonly url: string;
}

/** A real registry on loopback with fakes of the newest minor's images, at its root and under `k8s/`. */
export async function startFilledRegistry(cache: string): Promise<FilledRegistry> {
  await using stack = new AsyncDisposableStack();
  const registry = stack.use(await startRegistry(cache));
  await pushKubernetesImages(registry.url, versionsOf(), 'k8s/');
  const images = await pushKubernetesImages(registry.url, versionsOf());
  const kept = stack.move();
  return { url: registry.url, ...images, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
