import type { ObjectMeta } from '../../../harness/api/objects.ts';
import type { Container, Pod, PodSpec, PodVolume } from './pod.ts';

/**
 * Throws away what nobody here reads, in place, as a watch keeps every object that it has seen: ten thousand pods as the API
 * server sends them take over 100 MiB.
 */
export function forgetTheRest(pod: Pod): void {
  const { name, namespace, uid, resourceVersion, generation, deletionTimestamp, labels, annotations } =
    pod.metadata ?? {};
  const { nodeName, restartPolicy, hostNetwork, hostname, subdomain, serviceAccountName } = pod.spec;
  const { terminationGracePeriodSeconds, imagePullSecrets, volumes, initContainers, containers } = pod.spec;
  const { securityContext } = pod.spec;
  pod.metadata = present<ObjectMeta>({
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
      volumes: volumes?.map(keptOfVolume),
      initContainers: initContainers?.map(keptOfContainer),
    }),
    containers: containers.map(keptOfContainer),
  };
  pod.status = shared(present({ phase: pod.status?.phase }));
}

function keptOfContainer(container: Container): Container {
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

/** The names of volumes are each pod's own, what they are made of is not. */
function keptOfVolume({ name, ...source }: PodVolume): PodVolume {
  const [[kind, details] = []] = Object.entries(source);
  return kind ? { name, [kind]: shared(details) } : { name };
}

/** The API server sends empty objects where nothing is said. */
function withContent<T extends object>(object: T | undefined): T | undefined {
  return object && Object.keys(object).length > 0 ? object : undefined;
}

function present<T extends object>(fields: { [Field in keyof T]?: T[Field] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

const parts = new Map<string, unknown>();
const longestTable = 2_000;

/**
 * The same object for the same content: pods of one template differ in little, and ten thousand copies of the rest take tens
 * of MiB. What is shared must not be changed.
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
