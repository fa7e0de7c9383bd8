import type { RunningPod } from './running-pod.ts';

/** The value of a field of a pod, as environment variables and downward API volumes may ask for it. */
export function podField({ pod, hostIP, podIP }: RunningPod, path: string): string {
  const { name = '', namespace = '', uid = '', labels = {}, annotations = {} } = pod.metadata ?? {};
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? [];
  if (map) return (map === 'labels' ? labels : annotations)[key] ?? '';
  const fields: Readonly<Record<string, string>> = {
    'metadata.name': name,
    'metadata.namespace': namespace,
    'metadata.uid': uid,
    'metadata.labels': asLines(labels),
    'metadata.annotations': asLines(annotations),
    'spec.nodeName': pod.spec.nodeName ?? '',
    'spec.serviceAccountName': pod.spec.serviceAccountName ?? '',
    'status.hostIP': hostIP,
    'status.hostIPs': hostIP,
    'status.podIP': podIP ?? '',
    'status.podIPs': podIP ?? '',
  };
  const value = fields[path];
  if (value === undefined) throw new Error(`unsupported fieldPath: ${path}`);
  return value;
}

/** As pkg/fieldpath writes a map: `key="value"`, sorted. */
function asLines(map: Readonly<Record<string, string>>): string {
  return Object.keys(map)
    .sort()
    .map((key) => `${key}=${JSON.stringify(map[key])}`)
    .join('\n');
}
