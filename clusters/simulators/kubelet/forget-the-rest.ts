import type { ObjectMeta } from '../../../harness/api/objects.ts';
import type { Container, Pod, PodSpec } from './pod.ts';

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
    namespace,
    uid,
    resourceVersion,
    generation,
    deletionTimestamp,
    labels,
    annotations,
  });
  pod.spec = {
    ...present<Omit<PodSpec, 'containers'>>({
      nodeName,
      restartPolicy,
      hostNetwork,
      hostname,
      subdomain,
      serviceAccountName,
      terminationGracePeriodSeconds,
      securityContext: withContent(securityContext),
      imagePullSecrets,
      volumes,
      initContainers: initContainers?.map(keptOfContainer),
    }),
    containers: containers.map(keptOfContainer),
  };
  pod.status = present({ phase: pod.status?.phase });
}

function keptOfContainer(container: Container): Container {
  const { name, image, imagePullPolicy, command, args, env, envFrom, volumeMounts, resources, restartPolicy } =
    container;
  const securityContext = withContent(container.securityContext);
  const kept = {
    image,
    imagePullPolicy,
    command,
    args,
    env,
    envFrom,
    volumeMounts,
    resources: withContent(resources),
    securityContext,
    restartPolicy,
  };
  return { name, ...present<Omit<Container, 'name'>>(kept) };
}

/** The API server sends empty objects where nothing is said. */
function withContent<T extends object>(object: T | undefined): T | undefined {
  return object && Object.keys(object).length > 0 ? object : undefined;
}

function present<T extends object>(fields: { [Field in keyof T]?: T[Field] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
