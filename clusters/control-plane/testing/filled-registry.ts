import { versionsOf } from '../binaries/versions.ts';
import { type KubernetesImages, pushKubernetesImages } from './kubernetes-images.ts';
import { startRegistry } from './real-registry.ts';

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
