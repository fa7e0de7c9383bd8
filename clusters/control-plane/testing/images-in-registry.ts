import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { request } from 'undici';
import type { Architecture } from '../binaries/binaries.ts';

/** Paths and contents; the directories above them are made too, as in real layers. */
export type Files = Readonly<Record<string, string>>;
export type Packing = 'gzip' | 'zstd' | 'tar';

export interface FakeImage {
  readonly name: string;
  readonly tag: string;
  /** Layers by architecture, the lowest first. */
  readonly layers: Readonly<
    Partial<Record<Architecture, readonly { readonly files: Files; readonly packing: Packing }[]>>
  >;
  /** Which of the two standards its manifests follow. */
  readonly standard?: 'oci' | 'docker';
}

const packings = { gzip: gzipSync, zstd: zstdCompressSync, tar: (bytes: Buffer) => bytes };
const mediaTypes = {
  oci: {
    index: 'application/vnd.oci.image.index.v1+json',
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: (packing: Packing) => `application/vnd.oci.image.layer.v1.tar${packing === 'tar' ? '' : `+${packing}`}`,
  },
  docker: {
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: (packing: Packing) =>
      `application/vnd.docker.image.rootfs.diff.tar${packing === 'tar' ? '' : `.${packing}`}`,
  },
};

/** Pushes an image for several architectures to a registry; returns the digests of its layers. */
export async function pushImage(
  registry: string,
  { name, tag, layers, standard = 'oci' }: FakeImage,
): Promise<readonly string[]> {
  const types = mediaTypes[standard];
  const digests: string[] = [];
  const manifests: object[] = [];
  for (const [architecture, stack] of Object.entries(layers)) {
    const config = await pushBlob(registry, name, Buffer.from(JSON.stringify({ architecture, os: 'linux' })));
    const described: object[] = [];
    for (const { files, packing } of stack) {
      const blob = await pushBlob(registry, name, packings[packing](await tarOf(files)));
      digests.push(blob.digest);
      described.push({ mediaType: types.layer(packing), ...blob });
    }
    const manifest = {
      schemaVersion: 2,
      mediaType: types.manifest,
      config: { mediaType: types.config, ...config },
      layers: described,
    };
    const pushed = await pushManifest(registry, `${name}/manifests/`, { manifest, mediaType: types.manifest });
    manifests.push({ mediaType: types.manifest, ...pushed, platform: { os: 'linux', architecture } });
  }
  const index = { schemaVersion: 2, mediaType: types.index, manifests };
  await pushManifest(registry, `${name}/manifests/${tag}`, { manifest: index, mediaType: types.index });
  return digests;
}

async function tarOf(files: Files): Promise<Buffer> {
  const tar = pack();
  for (const directory of ['usr/', 'usr/local/', 'usr/local/bin/']) tar.entry({ name: directory, type: 'directory' });
  for (const [name, contents] of Object.entries(files)) tar.entry({ name, mode: 0o755 }, contents);
  tar.finalize();
  return buffer(tar);
}

async function pushBlob(registry: string, name: string, bytes: Buffer) {
  const begun = await expectStatus(202, await request(`${registry}/v2/${name}/blobs/uploads/`, { method: 'POST' }));
  const upload = new URL(String(begun.headers.location), registry);
  const digest = digestOf(bytes);
  upload.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  await expectStatus(201, await request(upload, { method: 'PUT', body: bytes, headers }));
  return { digest, size: bytes.length };
}

async function pushManifest(
  registry: string,
  path: string,
  { manifest, mediaType }: { manifest: object; mediaType: string },
) {
  const bytes = Buffer.from(JSON.stringify(manifest));
  const digest = digestOf(bytes);
  const url = `${registry}/v2/${path}${path.endsWith('/') ? digest : ''}`;
  await expectStatus(201, await request(url, { method: 'PUT', body: bytes, headers: { 'content-type': mediaType } }));
  return { digest, size: bytes.length };
}

async function expectStatus(status: number, answer: Awaited<ReturnType<typeof request>>) {
  const text = await answer.body.text();
  if (answer.statusCode !== status)
    throw new Error(`the registry answered ${answer.statusCode}, not ${status}: ${text}`);
  return answer;
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
