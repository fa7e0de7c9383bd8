import type { Architecture } from '../binaries.ts';
import type { Program } from '../part.ts';
import { etcdOfImage, type Versions } from '../versions.ts';
import { fakeProgram } from './fake-program.ts';
import { type FakeImage, type Packing, pushImage } from './images-in-registry.ts';

/** The images that hold the programs of a minor, as the official ones are laid out: program → text of its script. */
export interface KubernetesImages {
  readonly programs: Readonly<Record<Architecture, Readonly<Record<Program, string>>>>;
  /** Digests of the layers that hold a program. */
  readonly layers: Readonly<Record<Program, readonly string[]>>;
}

const packings: Record<Program, Packing> = {
  etcd: 'gzip',
  'kube-apiserver': 'zstd',
  'kube-controller-manager': 'gzip',
  'kube-scheduler': 'tar',
  kubectl: 'gzip',
};

/** Fills a registry with fakes of the official images, under a path of its own if one is given. */
export async function pushKubernetesImages(registry: string, versions: Versions, path = ''): Promise<KubernetesImages> {
  const programs = { amd64: scripts(versions, 'amd64'), arm64: scripts(versions, 'arm64') };
  const layers: Partial<Record<Program, readonly string[]>> = {};
  for (const [name, packing] of Object.entries(packings) as [Program, Packing][]) {
    const place = name === 'kubectl' ? 'bin/kubectl' : `usr/local/bin/${name}`;
    const stack = (architecture: Architecture) => [
      { files: { 'etc/os-release': 'NAME=distroless\n' }, packing: 'gzip' as const },
      { files: { [place]: programs[architecture][name] }, packing },
      // The lowest and the topmost hold something else, so that layers must be gone through.
      { files: { 'go-runner': '#!/bin/sh\n' }, packing: 'gzip' as const },
    ];
    const image: FakeImage = {
      name: `${path}${name}`,
      tag: name === 'etcd' ? versions.etcdImage : `v${versions.kubernetes}`,
      layers: { amd64: stack('amd64'), arm64: stack('arm64') },
      standard: packing === 'zstd' ? 'oci' : 'docker',
    };
    const digests = await pushImage(registry, image);
    layers[name] = digests.filter((_, index) => index % 3 === 1);
  }
  return { programs, layers: layers as KubernetesImages['layers'] };
}

function scripts(versions: Versions, note: Architecture): Readonly<Record<Program, string>> {
  const script = (program: Program) => {
    const version = program === 'etcd' ? etcdOfImage(versions) : versions.kubernetes;
    return fakeProgram(program, version, { note, bytes: 100_000 });
  };
  return {
    etcd: script('etcd'),
    'kube-apiserver': script('kube-apiserver'),
    'kube-controller-manager': script('kube-controller-manager'),
    'kube-scheduler': script('kube-scheduler'),
    kubectl: script('kubectl'),
  };
}
