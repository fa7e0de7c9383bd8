import type { Pod } from '../kubernetes.ts';

/** Fields that the virtual kubelet knows and nevertheless cannot resolve. */
const known = [
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.podIP',
  'status.podIPs',
];

/** The value of a downward API field. Throws for fields that the virtual kubelet cannot resolve: addresses among them. */
export function fieldOf({ metadata = {}, spec }: Pod, path: string): string {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (map === 'labels') return metadata.labels?.[key] ?? '';
  if (map === 'annotations') return metadata.annotations?.[key] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata.name ?? '';
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid ?? '';
    case 'metadata.labels':
      return formatted(metadata.labels);
    case 'metadata.annotations':
      return formatted(metadata.annotations);
    case 'spec.nodeName':
      return spec?.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec?.serviceAccountName ?? '';
  }
  throw new Error(known.includes(path) ? `unsupported fieldPath: ${path}` : `field label not supported: ${path}`);
}

/** `key="value"` lines in the order of the keys, as the downward API writes a map. */
function formatted(map: Readonly<Record<string, string>> = {}): string {
  return Object.keys(map)
    .sort()
    .map((key) => `${key}=${JSON.stringify(map[key])}`)
    .join('\n');
}
