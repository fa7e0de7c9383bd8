import { hash } from 'node:crypto';

/** The name by which containerd reports an image: with registry and tag. https://pkg.go.dev/github.com/distribution/reference */
export function imageName(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const hasServer = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const qualified = hasServer ? image : `docker.io/${rest.length > 0 ? image : `library/${image}`}`;
  return /:[^/]+$|@/.test(qualified) ? qualified : `${qualified}:latest`;
}

/** The digest by which it was pulled; made up, but the same for the same image. */
export function imageId(image: string): string {
  const [repository = ''] = imageName(image).split(/:[^/]+$|@/);
  const digest = /@(sha256:[0-9a-f]+)$/.exec(image)?.[1] ?? `sha256:${hash('sha256', imageName(image))}`;
  return `${repository}@${digest}`;
}
