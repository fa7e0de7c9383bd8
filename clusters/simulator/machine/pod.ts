import type { KubernetesObject } from '../../../harness/api/objects.ts';

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
  /** A claim of the pod's own, which the cluster makes for it. */
  ephemeral?: object;
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
