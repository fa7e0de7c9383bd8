import type { ApiClient } from '../../../harness/api/client.ts';
import type { StartOptions } from '../../../harness/cluster.ts';
import { unlessAborted } from '../../../harness/lifetime.ts';
import type { Engine } from './engine.ts';

/** Pulls an image unless the engine has it; rejects with its name, why it cannot be had, and what to do. */
export async function pullImage(
  { client }: Pick<Engine, 'client'>,
  image: string,
  { progress, signal }: Pick<StartOptions, 'progress' | 'signal'>,
): Promise<void> {
  const { ImageName } = await import('testcontainers');
  const name = ImageName.fromString(image);
  if (await client.image.exists(name)) return;
  progress(`pulling image ${image}`);
  const failed = (cause?: Error) =>
    new Error(
      `image ${image} cannot be pulled${cause ? `: ${sentence(cause)}` : ''}; pull it where that is possible and ` +
        `load it into this engine (docker save ${image} | docker load), or name another one with --image`,
      { cause },
    );
  const pulled = client.image.pull(name).catch((cause: Error) => {
    throw failed(cause);
  });
  await unlessAborted(pulled, signal);
  // A pull that fails half-way ends like one that does not.
  if (!(await client.image.exists(name))) throw failed();
}

/** `(HTTP code 404) unexpected - no such image`, from `no such` on. */
function sentence({ message }: Error): string {
  return message.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim();
}

/** The version of Kubernetes in a running image, without a leading `v`; rejects when it is not of the wanted minor. */
export async function versionInImage(api: Pick<ApiClient, 'request'>, minor: string | undefined): Promise<string> {
  const { gitVersion } = await api.request<{ gitVersion: string }>('GET', '/version');
  const version = gitVersion.replace(/^v/, '');
  if (minor === undefined || version.startsWith(`${minor}.`)) return version;
  throw new Error(`the image holds Kubernetes ${version}, but ${minor} was asked for: name another image, or no minor`);
}
