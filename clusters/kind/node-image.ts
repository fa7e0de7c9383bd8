import { type KindRun, runKind } from './create.ts';
import { type Docker, DockerError } from './docker.ts';
import { clusterLabel } from './state.ts';

/** Those of kind 0.33.0: https://github.com/kubernetes-sigs/kind/releases/tag/v0.33.0 */
const images: Readonly<Record<string, string>> = {
  '1.37': 'kindest/node:v1.37.0@sha256:a1ed56cfb0e7b93589bdf97c8cd566405a265939e3620fc4f5de89adff580ae5',
  '1.36': 'kindest/node:v1.36.4@sha256:099e049362a1526b2db71494e1947aae99bd16290d7c895f2b7ea312e3cbfaed',
  '1.35': 'kindest/node:v1.35.8@sha256:07b2536e30b803ed61d1677a79df6115f798ce64c80f9e22f6ed45afd09323c0',
  '1.34': 'kindest/node:v1.34.11@sha256:44e222ee2132dab25ff87301682f89eb82c7880ea3a1bf543bfe9708fd08d67d',
};

/** The image of a minor of Kubernetes, or of the newest; throws with what to do when none is known. */
export function releasedImage(minor = '1.37'): string {
  const image = images[minor];
  if (image) return image;
  const known = Object.keys(images).join(', ');
  throw new Error(
    `no node image of Kubernetes ${minor} is known, only of ${known}: ` +
      `give one, such as --image kindest/node:v${minor}.0`,
  );
}

interface Wanted extends Pick<KindRun, 'progress' | 'signal'> {
  readonly image: string;
  readonly cluster: string;
  readonly minor: string | undefined;
}

/** Pulls the image unless it is here, and resolves with its version of Kubernetes, without a leading `v`. */
export async function readyImage(docker: Docker, { image, cluster, minor, progress, signal }: Wanted): Promise<string> {
  if (!(await isHere(docker, image, signal))) {
    progress(`pulling the node image ${image}`);
    await docker.run(['pull', '--quiet', image], { signal }).catch((cause) => {
      signal.throwIfAborted();
      const why = cause instanceof DockerError ? cause.complaint : String(cause);
      const help = 'name an image that is here or can be pulled: --image';
      throw new Error(`the node image ${image} is not here and cannot be pulled: ${why}; ${help}`, { cause });
    });
  }
  const label = `${clusterLabel}=${cluster}`;
  const look = ['run', '--rm', '--label', label, '--network', 'none', '--entrypoint', 'cat', image, '/kind/version'];
  // Without the signal: after a half-way abort, the engine might still make the container.
  const output = await docker.run(look).catch((cause) => {
    const why =
      cause instanceof DockerError && cause.complaint.split('\n').findLast((line) => !line.startsWith('See '));
    const no = `${image} is no node image of kind, which has its version in /kind/version`;
    throw new Error(why ? `${no}: ${why}` : no, { cause });
  });
  signal.throwIfAborted();
  const version = output.trim().replace(/^v/, '');
  if (minor && !version.startsWith(`${minor}.`)) {
    throw new Error(
      `the node image ${image} has Kubernetes ${version}, but ${minor} was asked for: give another --image`,
    );
  }
  return version;
}

async function isHere(docker: Docker, image: string, signal?: AbortSignal): Promise<boolean> {
  try {
    await docker.run(['image', 'inspect', '--format', '{{.Id}}', image], { signal });
    return true;
  } catch (error) {
    if (error instanceof DockerError && /no such image/i.test(error.complaint)) return false;
    throw error;
  }
}

/** Gives the nodes the images that the engine has; resolves with these. The nodes pull the others. */
export async function loadImages(docker: Docker, wanted: readonly string[], run: KindRun): Promise<readonly string[]> {
  const here = await Promise.all(wanted.map((image) => isHere(docker, image, run.signal)));
  const images = wanted.filter((_, index) => here[index]);
  if (images.length > 0) {
    run.progress(`kind: loading ${images.join(', ')}`);
    await runKind(['load', 'docker-image', ...images, '--name', run.state.cluster], run);
  }
  return images;
}
