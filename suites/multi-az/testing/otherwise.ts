import { ebs } from '../../../clusters/clouds/aws/ebs.ts';
import { efs } from '../../../clusters/clouds/aws/efs.ts';
import type { DriverContext, DriverDefinition } from '../../../clusters/simulator/csi/definition.ts';
import { GrpcError, invalidArgument } from '../../../clusters/simulator/csi/grpc.ts';
import type { CreateVolumeRequest } from '../../../clusters/simulator/csi/messages.ts';
import { memoryVolume } from '../../../clusters/simulators/cloud/volumes/volume.ts';
import { remounted } from '../../testing/remounted.ts';
import type { Otherwise } from './otherwise-multi-az.ts';

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

const tellsNoLimit: Pick<DriverDefinition, 'nodeGetInfo'> = {
  nodeGetInfo: async (request, context) => ({ ...(await ebs.nodeGetInfo(request, context)), maxVolumesPerNode: 0 }),
};

/** Disks know neither zones nor limits, nor that they are for one node at a time. */
export const boundless: Otherwise = {
  ebs: {
    ...ebs,
    ...tellsNoLimit,
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

/** The driver tells neither where disks are nor how many a machine takes, and has words of its own. */
export const forgetful: Otherwise = {
  ebs: {
    ...ebs,
    ...tellsNoLimit,
    createVolume(request, context) {
      if (isShared(request)) throw invalidArgument('Ask for something else');
      const { volume } = ebs.createVolume(request, context);
      return { volume: { ...volume, accessibleTopology: [] } };
    },
  },
};

const holders = new Map<string, string>();

/** Disks are in no zone, but only the first machine that had one can have it. */
export const faithful: Otherwise = {
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

/** Disks are all in the first zone, whatever is asked for; file systems are made for the last zone, and never mounted without an access point. */
export const misplacing: Otherwise = {
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

/** A disk is empty whenever it is mounted. */
export const losesData: Otherwise = {
  ebs: remounted(ebs, () => memoryVolume({ root: { uid: 0, gid: 0, mode: 0o755 } })),
};

/** The driver makes no disk, and does not say where its nodes are. */
export const refusesEverything: Otherwise = {
  ebs: {
    ...ebs,
    createVolume: () => {
      throw invalidArgument('Volume capabilities not supported');
    },
    nodeGetInfo: (_request, { machine }) => ({ nodeId: machine.id }),
  },
};

/** Only the first zone has room. */
export const fullElsewhere: Otherwise = {
  machine: (machine) => (machine.zone?.endsWith('a') ? machine : { ...machine, pods: 0 }),
};
