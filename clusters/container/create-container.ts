import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pack } from 'tar-stream';
import type { Engine } from '../control-plane/docker/engine.ts';
import { sendArchive } from '../control-plane/docker/send-archive.ts';
import { asArguments, type Flags } from '../control-plane/processes/flags.ts';
import { hostName } from './egress.ts';

/** Working directory of the components: what their flags name begins here. */
const directory = '/cluster';

interface ContainerOptions {
  readonly image: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly etcd: Flags;
  /** Published on loopback under the same numbers. */
  readonly ports: readonly number[];
}

export function createContainer({ docker }: Pick<Engine, 'docker'>, options: ContainerOptions) {
  const { image, name, labels, etcd, ports } = options;
  const keys = ports.map((port) => [port, `${port}/tcp`] as const);
  return docker.createContainer({
    name,
    Image: image,
    Labels: labels,
    Entrypoint: ['/etcd'],
    Cmd: [...asArguments(etcd)],
    WorkingDir: directory,
    ExposedPorts: Object.fromEntries(keys.map(([, key]) => [key, {}])),
    HostConfig: {
      PortBindings: Object.fromEntries(
        keys.map(([port, key]) => [key, [{ HostIp: '127.0.0.1', HostPort: String(port) }]]),
      ),
      ExtraHosts: [`${hostName}:host-gateway`],
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
    },
  });
}

type Container = Awaited<ReturnType<typeof createContainer>>;

/** Copies a directory's files, `without` those that no process reads, to where the components look for them. */
export async function copyInto(
  container: Container,
  { from, without, signal }: { from: string; without: readonly string[]; signal: AbortSignal },
): Promise<void> {
  const inside = directory.slice(1);
  const write = async (archive: Pack, path: string): Promise<void> => {
    for (const found of await readdir(join(from, path), { withFileTypes: true })) {
      const child = join(path, found.name);
      const name = `${inside}/${child.replaceAll('\\', '/')}`;
      if (without.includes(child)) continue;
      if (found.isDirectory()) {
        archive.entry({ name, type: 'directory', mode: 0o700 });
        await write(archive, child);
      } else if (found.isFile()) archive.entry({ name, mode: 0o600 }, await readFile(join(from, child)));
    }
  };
  await sendArchive({
    async write(archive) {
      archive.entry({ name: inside, type: 'directory', mode: 0o700 });
      await write(archive, '');
    },
    send: (archive, abortSignal) => container.putArchive(archive, { path: '/', abortSignal }),
    signal,
  });
}
