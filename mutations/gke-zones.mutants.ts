import { pd } from '../clusters/clouds/google/pd.ts';
import { readTopology } from '../clusters/clouds/read-topology.ts';
import { simulatedCluster } from '../clusters/simulated-cluster.ts';
import type { DriverContext, DriverDefinition } from '../clusters/simulator/csi/definition.ts';
import { GrpcError } from '../clusters/simulator/csi/grpc.ts';
import type { CreateVolumeRequest } from '../clusters/simulator/csi/messages.ts';
import { memoryVolume } from '../clusters/simulator/machine/volume.ts';
import { aks148 } from '../clusters/simulator/virtual-kubelet/profiles.ts';
import type { MachineSpec } from '../clusters/topology/topology.ts';
import type { ClusterProvider } from '../harness/cluster.ts';
import { remounted } from './testing/remounted.ts';
import { pace } from './testing/run-mutants.ts';

/** Differences between a simulated Google Cloud and its documents. */
export interface Mutation {
  readonly driver?: DriverDefinition;
  readonly machine?: (machine: MachineSpec) => MachineSpec;
}

/** The documents' cluster with these differences. */
export async function mutantOfGkeZones({ driver = pd, machine = (as) => as }: Mutation): Promise<ClusterProvider> {
  const documented = await readTopology('gke-zones');
  return simulatedCluster({
    topology: { ...documented, machines: documented.machines.map(machine) },
    drivers: [driver],
    virtualKubelet: aks148,
    pace,
  });
}

/** Names no zone of the volume. */
function createUnbound(request: CreateVolumeRequest, context: DriverContext) {
  const { volume } = pd.createVolume(request, context);
  return { volume: { ...volume, accessibleTopology: [] } };
}

/** Disks are in no zone, and volumes name none. */
export const boundless: Mutation = {
  driver: {
    ...pd,
    createVolume(request, context) {
      const { disks } = context.cloud;
      const zoneless = {
        ...disks,
        create: ({ zones: _, ...wanted }: Parameters<typeof disks.create>[0]) => disks.create(wanted),
      };
      return createUnbound(request, { ...context, cloud: { ...context.cloud, disks: zoneless } });
    },
  },
};

/** Volumes name no zone, but the cloud attaches a disk only in its zones. */
export const forgetful: Mutation = { driver: { ...pd, createVolume: createUnbound } };

/** Volumes name no zone, and no disk can be attached. */
export const neverAttaches: Mutation = {
  driver: {
    ...pd,
    createVolume: createUnbound,
    controllerPublishVolume() {
      throw new GrpcError('Internal', 'no disk can be attached');
    },
  },
};

/** Disks are in the first zones, whatever is requested. */
export const misplacing: Mutation = {
  driver: {
    ...pd,
    createVolume: (request, context) => pd.createVolume({ ...request, accessibilityRequirements: null }, context),
  },
};

/** A disk is empty each time it is mounted. */
export const losesData: Mutation = {
  driver: remounted(pd, () => memoryVolume({ root: { uid: 0, gid: 0, mode: 0o755 } })),
};

/** Only the first zone has room. */
export const fullElsewhere: Mutation = {
  machine: (machine) => (machine.zone?.endsWith('b') ? machine : { ...machine, pods: 0 }),
};
