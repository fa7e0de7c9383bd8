import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { StartOptions } from '../../../harness/cluster.ts';
import type { Architecture, Binaries } from '../binaries/binaries.ts';
import type { Engine } from './engine.ts';
import { sendArchive } from './send-archive.ts';

const repository = 'plimsoll/control-plane';

/** The image that holds the four programs and nothing else, made on first use. */
export async function controlPlaneImage(
  { docker, architecture }: Engine,
  { kubernetes, paths }: Binaries,
  { progress, signal }: Pick<StartOptions, 'progress' | 'signal'>,
): Promise<string> {
  const programs = await Promise.all(
    Object.entries(paths).map(async ([name, path]) => {
      const { size, mtimeMs } = await stat(path);
      return { name, path, size, mtimeMs };
    }),
  );
  const hash = createHash('sha256').update(JSON.stringify(programs)).digest('hex').slice(0, 16);
  const tag = `${kubernetes}-${architecture}-${hash}`;
  const image = `${repository}:${tag}`;
  if (await exists(docker, image)) return image;

  await Promise.all(programs.map(({ path }) => checkProgram(path, architecture)));
  progress(`making image ${image}, once`);
  const response = await sendArchive({
    async write(layer) {
      for (const { name, path, size } of programs) {
        await pipeline(createReadStream(path), layer.entry({ name, size, mode: 0o755 }));
      }
    },
    send: (layer, abortSignal) =>
      docker.importImage(layer, {
        repo: repository,
        tag,
        changes: [`LABEL ${repository.replace('/', '.')}=${kubernetes}`, 'CMD ["/etcd"]'],
        platform: `linux/${architecture}`,
        abortSignal,
      }),
    signal,
  });
  // The engine reports an error at the end of its answer.
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  docker.modem.followProgress(response, (error) =>
    error ? reject(signal.aborted ? signal.reason : error) : resolve(),
  );
  await promise;
  return image;
}

async function exists(docker: Engine['docker'], image: string): Promise<boolean> {
  try {
    await docker.getImage(image).inspect();
    return true;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false;
    throw error;
  }
}

/** The machines that programs are for, as their headers name them: e_machine in elf(5). */
const machines: Readonly<Record<Architecture, number>> = { amd64: 62, arm64: 183 };
const machineAt = 18;
const magic = '\x7fELF';

/** Rejects unless the file is a program for Linux on this architecture; those of this machine may not be. */
export async function checkProgram(path: string, architecture: Architecture): Promise<void> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(machineAt + 2), 0, machineAt + 2, 0);
  const isLinux = bytesRead === buffer.length && buffer.toString('latin1', 0, magic.length) === magic;
  if (isLinux && buffer.readUInt16LE(machineAt) === machines[architecture]) return;
  throw new Error(
    `${path} is no program for Linux on ${architecture}, which the container needs: ` +
      'name another directory of programs, or none (unset KUBEBUILDER_ASSETS) to have them fetched',
  );
}
