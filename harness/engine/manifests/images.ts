type Fields = Record<string, unknown>;
type Container = Fields & { readonly image: string };

/** Uses other images in every container of an object: a Pod's, or those of a template, wherever it stands. The object given is changed. */
export function replaceImages(object: object, images: ReadonlyMap<string, string>): void {
  for (const container of containersIn(object))
    Object.assign(container, { image: images.get(container.image) ?? container.image });
}

/** The images of an object's containers, as it names them. */
export function imagesIn(object: unknown): readonly string[] {
  return [...containersIn(object)].map(({ image }) => image);
}

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#containers */
const listsOfContainers: ReadonlySet<string> = new Set(['containers', 'initContainers', 'ephemeralContainers']);

function* containersIn(part: unknown): Generator<Container> {
  if (typeof part !== 'object' || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    if (listsOfContainers.has(key) && Array.isArray(value)) yield* value.filter(hasImage);
    else yield* containersIn(value);
  }
}

function hasImage(container: unknown): container is Container {
  return typeof (container as Fields | null)?.image === 'string';
}
