import type { KubernetesObject, ObjectMeta } from '../../../harness/api/objects.ts';

/** A pod, as far as the kubelet's part is simulated. */
export interface Pod extends KubernetesObject {
  spec: PodSpec;
  status?: { phase?: string };
}

export interface PodSpec {
  nodeName?: string;
  restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  hostNetwork?: boolean;
  hostname?: string;
  subdomain?: string;
  serviceAccountName?: string;
  terminationGracePeriodSeconds?: number;
  securityContext?: PodSecurity;
  imagePullSecrets?: { name?: string }[];
  volumes?: PodVolume[];
  initContainers?: Container[];
  containers: Container[];
}

interface Security {
  runAsUser?: number;
  runAsGroup?: number;
  runAsNonRoot?: boolean;
}

export interface PodSecurity extends Security {
  fsGroup?: number;
  fsGroupChangePolicy?: 'Always' | 'OnRootMismatch';
  supplementalGroups?: number[];
}

export interface Container {
  name: string;
  image?: string;
  imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  command?: string[];
  args?: string[];
  env?: EnvVar[];
  envFrom?: { prefix?: string; configMapRef?: ObjectRef; secretRef?: ObjectRef }[];
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean; subPath?: string }[];
  resources?: { limits?: Record<string, string>; requests?: Record<string, string> };
  securityContext?: Security;
  /** `Always` in an init container makes it a sidecar. */
  restartPolicy?: string;
}

export interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: {
    fieldRef?: { fieldPath: string };
    resourceFieldRef?: { containerName?: string; resource: string };
    configMapKeyRef?: KeyRef;
    secretKeyRef?: KeyRef;
  };
}

export interface ObjectRef {
  name?: string;
  optional?: boolean;
}
export type KeyRef = ObjectRef & { key: string };
export type KeyToPath = { key: string; path: string };

/** Sources of volumes by their API names; those that are not listed cannot be mounted here. */
export interface PodVolume {
  name: string;
  emptyDir?: object;
  hostPath?: { path: string };
  configMap?: ObjectRef & { items?: KeyToPath[] };
  secret?: { secretName?: string; optional?: boolean; items?: KeyToPath[] };
  downwardAPI?: { items?: DownwardFile[] };
  projected?: { sources?: Projection[] };
  csi?: {
    driver: string;
    readOnly?: boolean;
    fsType?: string;
    volumeAttributes?: Record<string, string>;
    nodePublishSecretRef?: { name?: string };
  };
  persistentVolumeClaim?: { claimName: string; readOnly?: boolean };
}

export interface Projection {
  configMap?: ObjectRef & { items?: KeyToPath[] };
  secret?: ObjectRef & { items?: KeyToPath[] };
  downwardAPI?: { items?: DownwardFile[] };
  serviceAccountToken?: { path: string };
}

export interface DownwardFile {
  path: string;
  fieldRef?: { fieldPath: string };
}

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
