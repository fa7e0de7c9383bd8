import type { Service } from '../../../harness/kubernetes.ts';
import { checkService } from './nifcloud/check-service.ts';

/** What is different from one cloud's controller manager to the other's. */
export interface CloudControllerProfile {
  readonly component: string;
  readonly version: string;
  /** Throws what the cloud says of a Service for which it makes no load balancer; without it Services are none of its concern. */
  readonly check?: (service: Service) => void;
}

export const cloudControllerProfiles = {
  // https://github.com/kubernetes/cloud-provider-aws
  aws: { component: 'aws-cloud-controller-manager', version: '1.37.0' },
  // https://github.com/nifcloud/nifcloud-cloud-controller-manager
  nifcloud: { component: 'nifcloud-cloud-controller-manager', version: '1.2.0', check: checkService },
} as const satisfies Readonly<Record<string, CloudControllerProfile>>;
