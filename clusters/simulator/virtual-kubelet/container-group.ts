/** A container of a group as it is requested. */
export interface GroupContainer {
  readonly name: string;
  readonly image: string;
  /** `command` and `args` in one, as Azure takes them. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  /** Cores. */
  readonly cpu: { readonly request: number; readonly limit?: number };
}

export type GroupVolume = { readonly name: string } & (
  | { readonly kind: 'emptyDir' }
  | { readonly kind: 'gitRepo'; readonly repository: string }
  | { readonly kind: 'azureFile'; readonly account: string; readonly share: string; readonly readOnly?: boolean }
  /** Files by name: Azure has no ConfigMaps, they are sent as secrets too. */
  | { readonly kind: 'secret'; readonly files: Readonly<Record<string, string>> }
);

/** The body of an ARM PUT of a container group. */
export interface GroupRequest {
  readonly name: string;
  /** By these the provider finds the Pod of a group; the time is the Pod's, RFC 3339. */
  readonly tags: Readonly<Record<'podName' | 'namespace' | 'nodeName' | 'uid' | 'creationTimestamp', string>>;
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  readonly initContainers: readonly GroupContainer[];
  readonly containers: readonly GroupContainer[];
  readonly volumes: readonly GroupVolume[];
  readonly credentials: readonly Readonly<Record<'server' | 'username' | 'password', string>>[];
}

/** State of a container as Azure reports it: `Running`, `Terminated`, `Waiting`, … */
export interface AciState {
  readonly state: string;
  readonly detailStatus: string;
  readonly startTime?: string;
  readonly finishTime?: string;
  readonly exitCode?: number;
}

export interface InstanceView {
  /** What happened to the container, by names such as `Pulling` and `Started`. */
  readonly events: readonly Readonly<Record<'type' | 'name' | 'message' | 'lastTimestamp', string>>[];
  readonly restartCount: number;
  readonly currentState?: AciState;
  readonly previousState?: AciState;
}

/** The answer to an ARM GET of a container group. */
export interface ContainerGroup extends Pick<GroupRequest, 'name' | 'tags'> {
  /** `/subscriptions/…/containerGroups/default-web` */
  readonly id: string;
  readonly provisioningState: string;
  readonly ipAddress?: string;
  /** State of the group's instance view; absent until there is one. */
  readonly state?: string;
  readonly containers: readonly (Pick<GroupContainer, 'name' | 'image'> & { readonly instanceView?: InstanceView })[];
}

/** Azure Resource Manager refuses a request: the HTTP status, its error code and its message. */
export class ArmError extends Error {
  override readonly name = 'ArmError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
