import type { Container, PodSpec, PodStatus, Volume } from '../../../harness/kubernetes.ts';
import type { AssignedPod } from './running-pod.ts';

/**
 * Deletes in place what the kubelet does not read, as a watch keeps every object that it has seen: ten thousand pods as the
 * API server sends them take over 100 MiB.
 */
export function trimPod(pod: AssignedPod): void {
  const { name, namespace, uid, resourceVersion, generation, deletionTimestamp, labels, annotations } =
    pod.metadata ?? {};
  const { nodeName, restartPolicy, hostNetwork, hostname, subdomain, serviceAccountName, securityContext } = pod.spec;
  const { terminationGracePeriodSeconds, imagePullSecrets, volumes, initContainers, containers } = pod.spec;
  pod.metadata = present<NonNullable<AssignedPod['metadata']>>({
    name,
    namespace: shared(namespace),
    uid,
    resourceVersion,
    generation,
    deletionTimestamp,
    labels: shared(labels),
    annotations: shared(annotations),
  });
  pod.spec = {
    ...present<Omit<PodSpec, 'containers'>>({
      nodeName: shared(nodeName),
      restartPolicy,
      hostNetwork,
      hostname,
      subdomain,
      serviceAccountName: shared(serviceAccountName),
      terminationGracePeriodSeconds,
      securityContext: shared(withContent(securityContext)),
      imagePullSecrets: shared(imagePullSecrets),
      volumes: volumes?.map(trimVolume),
      initContainers: initContainers?.map(trimContainer),
    }),
    containers: containers.map(trimContainer),
  };
  pod.status = shared(present<PodStatus>({ phase: pod.status?.phase }));
}

function trimContainer(container: Container): Container {
  const { name, image, imagePullPolicy, command, args, env, envFrom, volumeMounts, resources, restartPolicy } =
    container;
  const kept = {
    image: shared(image),
    imagePullPolicy: shared(imagePullPolicy),
    command: shared(command),
    args: shared(args),
    env: shared(env),
    envFrom: shared(envFrom),
    volumeMounts: volumeMounts?.map(({ name, mountPath, readOnly, subPath }) => ({
      name,
      mountPath: shared(mountPath),
      ...(readOnly && { readOnly }),
      ...(subPath && { subPath }),
    })),
    resources: shared(withContent(resources)),
    securityContext: shared(withContent(container.securityContext)),
    restartPolicy,
  };
  return { name: shared(name), ...present<Omit<Container, 'name'>>(kept) };
}

/** The names of volumes differ from pod to pod; their sources do not. */
function trimVolume({ name, ...source }: Volume): Volume {
  const [[kind, details] = []] = Object.entries(source);
  return kind ? { name, [kind]: shared(details) } : { name };
}

/** The API server sends empty objects for missing ones. */
function withContent<T extends object>(object: T | undefined): T | undefined {
  return object && Object.keys(object).length > 0 ? object : undefined;
}

function present<T extends object>(fields: { [Field in keyof T]?: T[Field] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

const parts = new Map<string, unknown>();
const longestTable = 2_000;

/**
 * The same object for the same content: pods of one template share most of it, and ten thousand copies take tens of MiB. A
 * shared object must not be changed.
 */
export function shared<T>(part: T): T {
  if (part === undefined || part === null) return part;
  const content = JSON.stringify(part);
  const known = parts.get(content);
  if (known !== undefined) return known as T;
  if (parts.size >= longestTable) parts.clear();
  parts.set(content, part);
  return part;
}
