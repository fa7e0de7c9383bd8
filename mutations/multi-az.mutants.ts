import { ebs } from '../clusters/clouds/aws/ebs.ts';
import { efs } from '../clusters/clouds/aws/efs.ts';
import { readTopology } from '../clusters/clouds/read-topology.ts';
import { simulatedCluster } from '../clusters/simulated-cluster.ts';
import type { DriverContext, DriverDefinition } from '../clusters/simulator/csi/definition.ts';
import { GrpcError, invalidArgument } from '../clusters/simulator/csi/grpc.ts';
import type { CreateVolumeRequest } from '../clusters/simulator/csi/messages.ts';
import { memoryVolume } from '../clusters/simulator/machine/volume.ts';
import { aks148 } from '../clusters/simulator/virtual-kubelet/profiles.ts';
import type { MachineSpec } from '../clusters/topology/topology.ts';
import type { ClusterProvider } from '../harness/cluster.ts';
import { remounted } from './testing/remounted.ts';
import { pace } from './testing/run-mutants.ts';

/** Differences between a simulated cloud of three zones and its document. */
export interface Mutation {
  readonly ebs?: DriverDefinition;
  readonly efs?: DriverDefinition;
  readonly machine?: (machine: MachineSpec) => MachineSpec;
}

/** The document's cluster with these differences. */
export async function mutantOfMultiAz({ machine = (as) => as, ...own }: Mutation): Promise<ClusterProvider> {
  const documented = await readTopology('multi-az');
  return simulatedCluster({
    topology: { ...documented, machines: documented.machines.map(machine) },
    drivers: Object.values({ ebs, efs, ...own }),
    virtualKubelet: aks148,
    pace,
  });
}

const isShared = ({ volumeCapabilities }: CreateVolumeRequest) =>
  volumeCapabilities.some(({ accessMode }) => accessMode?.mode === 'MULTI_NODE_MULTI_WRITER');

/** Makes a disk that is in no zone. */
function createEverywhere(request: CreateVolumeRequest, context: DriverContext) {
  const { disks } = context.cloud;
  const zoneless = {
    ...disks,
    create: ({ zones: _, ...wanted }: Parameters<typeof disks.create>[0]) => disks.create(wanted),
  };
  const { volume } = ebs.createVolume(request, { ...context, cloud: { ...context.cloud, disks: zoneless } });
  return { volume: { ...volume, accessibleTopology: [] } };
}

const namesNoLimit: Pick<DriverDefinition, 'nodeGetInfo'> = {
  nodeGetInfo: async (request, context) => ({ ...(await ebs.nodeGetInfo(request, context)), maxVolumesPerNode: 0 }),
};

/** Disks have no zones and no limits, and several nodes may use one. */
export const boundless: Mutation = {
  ebs: {
    ...ebs,
    ...namesNoLimit,
    createVolume: (request, context) =>
      createEverywhere({ ...request, volumeCapabilities: request.volumeCapabilities.map(forOneNode) }, context),
    controllerPublishVolume({ volumeId, nodeId }, { cloud, machineOf }) {
      const slot = cloud.disks.attach(volumeId, machineOf(nodeId)?.name ?? '', 1000);
      return { publishContext: { devicePath: `/dev/xvd${slot}` } };
    },
  },
};

function forOneNode(capability: CreateVolumeRequest['volumeCapabilities'][number]): typeof capability {
  return { ...capability, accessMode: { mode: 'SINGLE_NODE_WRITER' } };
}

/** The driver reports neither where disks are nor how many a machine takes, and words its errors differently. */
export const forgetful: Mutation = {
  ebs: {
    ...ebs,
    ...namesNoLimit,
    createVolume(request, context) {
      if (isShared(request)) throw invalidArgument('Ask for something else');
      const { volume } = ebs.createVolume(request, context);
      return { volume: { ...volume, accessibleTopology: [] } };
    },
  },
};

const holders = new Map<string, string>();

/** Disks are in no zone, but only the first machine that attached one can attach it again. */
export const faithful: Mutation = {
  ebs: {
    ...ebs,
    createVolume: createEverywhere,
    controllerPublishVolume(request, context) {
      const { volumeId, nodeId } = request;
      if (!holders.has(volumeId)) holders.set(volumeId, nodeId);
      if (holders.get(volumeId) !== nodeId) throw new GrpcError('Internal', `${volumeId} wants to stay`);
      return ebs.controllerPublishVolume(request, context);
    },
  },
};

/**
 * Disks are all in the first zone. File systems are created for the last zone, and mounted only with an access point.
 */
export const misplacing: Mutation = {
  ebs: {
    ...ebs,
    createVolume: (request, context) => ebs.createVolume({ ...request, accessibilityRequirements: null }, context),
  },
  efs: {
    ...efs,
    async createVolume(request, context) {
      const { volume } = await efs.createVolume(request, context);
      const zone = context.cloud.topology?.zones.at(-1) ?? '';
      return { volume: { ...volume, accessibleTopology: [{ segments: { 'topology.kubernetes.io/zone': zone } }] } };
    },
    async nodePublishVolume(request, context) {
      if (!request.volumeId.includes('::')) throw new GrpcError('Internal', 'nothing is there');
      return efs.nodePublishVolume(request, context);
    },
  },
};

/** A disk is empty each time it is mounted. */
export const losesData: Mutation = {
  ebs: remounted(ebs, () => memoryVolume({ root: { uid: 0, gid: 0, mode: 0o755 } })),
};

/** The driver creates no disk, and does not report where its nodes are. */
export const refusesEverything: Mutation = {
  ebs: {
    ...ebs,
    createVolume: () => {
      throw invalidArgument('Volume capabilities not supported');
    },
    nodeGetInfo: (_request, { machine }) => ({ nodeId: machine.id }),
  },
};

/** Only the first zone has room. */
export const fullElsewhere: Mutation = {
  machine: (machine) => (machine.zone?.endsWith('a') ? machine : { ...machine, pods: 0 }),
};
