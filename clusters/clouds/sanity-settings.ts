import { givenFileSystem } from '../simulators/cloud/file-systems.ts';
import type { Text } from '../simulators/csi/messages.ts';
import { gibibyte } from '../simulators/csi/sizes.ts';
import type { CloudName, DriverName, Topology } from '../topology/topology.ts';

/** What csi-sanity must be told of a driver; what is absent is csi-sanity's own: 10 GiB, and 1 GiB more to grow. */
export interface SanitySettings {
  readonly cloud: CloudName;
  readonly zones: readonly string[];
  readonly instanceType: string;
  /** Bytes: a size that the driver does not round up, as csi-sanity asks for exactly that. */
  readonly volumeSize?: number;
  readonly expandSize?: number;
  /** Those that a StorageClass must have. */
  readonly parameters?: Text;
}

const aws = { cloud: 'aws', zones: ['ap-northeast-1a', 'ap-northeast-1c'], instanceType: 'm5.large' } as const;
const azure = { cloud: 'azure', zones: [], instanceType: 'Standard_D4s_v3' } as const;
const hybrid = { cloud: 'azure-stack-hci', zones: [], instanceType: 'Standard_K8S3_v1' } as const;

export const sanitySettings: Readonly<Record<DriverName, SanitySettings>> = {
  ebs: aws,
  efs: { ...aws, parameters: { provisioningMode: 'efs-ap', fileSystemId: givenFileSystem.id, directoryPerms: '700' } },
  azurefile: azure,
  azuredisk: azure,
  akshci: hybrid,
  nfs: { ...hybrid, parameters: { server: 'nfs.example', share: '/exports' } },
  nifcloud: {
    cloud: 'nifcloud',
    zones: ['east-11', 'east-12'],
    instanceType: 'medium8',
    volumeSize: 100 * gibibyte,
    expandSize: 200 * gibibyte,
  },
};

/** A cloud with two machines, in two zones where there are any. */
export function twoMachines({ cloud, zones, instanceType }: SanitySettings): Topology {
  const machine = { role: 'worker', instanceType, cpu: 2, memory: '8Gi', pods: 110, labels: {}, taints: [] } as const;
  return {
    name: 'sanity',
    description: 'two machines',
    cloud,
    region: cloud === 'aws' ? 'ap-northeast-1' : 'local',
    subnet: '10.240.0.0/16',
    drivers: [],
    virtualNode: false,
    zones,
    machines: ['node1', 'node2'].map((name, index) => {
      const zone = zones[index];
      return { ...machine, name, attachments: {}, ...(zone && { zone }) };
    }),
  };
}
