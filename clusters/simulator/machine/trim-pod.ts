import type { Container, Volume } from '../../../harness/kubernetes.ts';
import type { AssignedPod } from './running-pod.ts';

/** Deletes in place what the kubelet does not read: ten thousand whole pods in a watch take over 100 MiB. */
export function trimPod(pod: AssignedPod): void {
  const { spec, metadata = {} } = pod;
  pod.metadata = kept(metadata, {
    own: ['name', 'uid', 'resourceVersion', 'generation', 'deletionTimestamp'],
    alike: ['namespace', 'labels', 'annotations'],
  });
  const { volumes, initContainers } = spec;
  pod.spec = {
    ...kept(spec, {
      own: ['restartPolicy', 'hostNetwork', 'hostname', 'subdomain', 'terminationGracePeriodSeconds'],
      alike: ['nodeName', 'serviceAccountName', 'securityContext', 'imagePullSecrets'],
    }),
    ...(volumes && { volumes: volumes.map(trimVolume) }),
    ...(initContainers && { initContainers: initContainers.map(trimContainer) }),
    containers: spec.containers.map(trimContainer),
  };
  pod.status = shared(kept(pod.status ?? {}, { own: ['phase'], alike: [] }));
}

function trimContainer(container: Container): Container {
  const { name, volumeMounts } = container;
  return {
    name: shared(name),
    ...kept(container, {
      own: ['restartPolicy'],
      alike: ['image', 'imagePullPolicy', 'command', 'args', 'env', 'envFrom', 'resources', 'securityContext'],
    }),
    ...(volumeMounts && {
      volumeMounts: volumeMounts.map(({ name, mountPath, readOnly, subPath }) => ({
        name,
        mountPath: shared(mountPath),
        ...(readOnly && { readOnly }),
        ...(subPath && { subPath }),
      })),
    }),
  };
}

/** The names of volumes differ from pod to pod; their sources do not. */
function trimVolume({ name, ...source }: Volume): Volume {
  const [[kind, details] = []] = Object.entries(source);
  return kind ? { name, [kind]: shared(details) } : { name };
}

/** A copy with only these fields; those that many pods have alike are shared. */
function kept<T extends object, Key extends keyof T>(
  object: T,
  { own, alike }: { readonly own: readonly Key[]; readonly alike: readonly Key[] },
): Pick<T, Key> {
  const copy: Partial<Pick<T, Key>> = {};
  for (const key of own) if (object[key] !== undefined) copy[key] = object[key];
  for (const key of alike) if (object[key] !== undefined && !isEmpty(object[key])) copy[key] = shared(object[key]);
  return copy as Pick<T, Key>;
}

/** The API server sends empty objects for missing ones. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

const parts = new Map<string, unknown>();
const longestTable = 2_000;

/** The same object for the same content, never to be changed: ten thousand copies take tens of MiB. */
export function shared<T>(part: T): T {
  if (part === undefined || part === null) return part;
  const content = JSON.stringify(part);
  const known = parts.get(content);
  if (known !== undefined) return known as T;
  if (parts.size >= longestTable) parts.clear();
  parts.set(content, part);
  return part;
}
