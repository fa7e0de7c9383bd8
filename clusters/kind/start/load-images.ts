import { type KindRun, runKind } from '../create.ts';
import type { Docker } from '../docker.ts';
import { isHere } from '../node-image.ts';

/** Gives the nodes the images that the engine has; resolves with these. The nodes pull the others when they need them. */
export async function loadImages(docker: Docker, wanted: readonly string[], run: KindRun): Promise<readonly string[]> {
  const here = await Promise.all(wanted.map((image) => isHere(docker, image, run.signal)));
  const images = wanted.filter((_, index) => here[index]);
  if (images.length > 0) {
    run.progress(`kind: loading ${images.join(', ')}`);
    await runKind(['load', 'docker-image', ...images, '--name', run.state.cluster], run);
  }
  return images;
}
