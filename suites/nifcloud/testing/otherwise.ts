import { checkService } from '../../../clusters/clouds/nifcloud/check-service.ts';
import { memoryVolume } from '../../../clusters/simulators/cloud/volumes/volume.ts';
import { nifcloud } from '../../../clusters/simulators/csi/drivers/nifcloud.ts';
import { GrpcError } from '../../../clusters/simulators/csi/grpc-error.ts';
import type { MachineSpec } from '../../../clusters/topology/topology.ts';
import { remounted } from '../../testing/remounted.ts';
import type { Otherwise } from './otherwise-nifcloud.ts';

/** A disk can be used in every zone. */
export const noZones: Otherwise = {
  driver: {
    ...nifcloud,
    createVolume(request, context) {
      const { disks } = context.cloud;
      const everywhere = {
        ...disks,
        create: ({ zone: _, ...wanted }: Parameters<typeof disks.create>[0]) => disks.create(wanted),
      };
      const { volume } = nifcloud.createVolume(request, { ...context, cloud: { ...context.cloud, disks: everywhere } });
      return { volume: { ...volume, accessibleTopology: [] } };
    },
  },
};

/** A disk is empty whenever it is mounted. */
export const losesData: Otherwise = {
  driver: remounted(nifcloud, () => memoryVolume({ root: { uid: 0, gid: 0, mode: 0o755 } })),
};

/** A disk is detached only after as long as nobody waits here. */
export const detachesLate: Otherwise = {
  driver: { ...nifcloud, latency: { controllerUnpublishVolume: 600_000 } },
};

/** Disks are mounted without being attached, on so many machines at most. */
const unattached = (machines: number): Otherwise => {
  const holders = new Set<string>();
  return {
    driver: {
      ...nifcloud,
      csiDriver: { ...nifcloud.csiDriver, attachRequired: false },
      async nodeStageVolume({ volumeId, stagingTargetPath }, { cloud, machine, mounter }) {
        if (!holders.has(machine.name) && holders.size === machines) throw new GrpcError('Internal', 'another has it');
        holders.add(machine.name);
        const disk = cloud.disks.get(volumeId);
        if (disk) await mounter.mount(stagingTargetPath, disk);
        return {};
      },
    },
  };
};
export const sharesDisks = unattached(Number.POSITIVE_INFINITY);
export const refusesToMount = unattached(1);

const withAttachments = (nifcloudDisks: number) => (machine: MachineSpec) => ({
  ...machine,
  attachments: { nifcloud: nifcloudDisks },
});
export const manyDisks: Otherwise = { machine: withAttachments(20) };

/** Nodes promise more disks than the cloud attaches. */
export const promisesTooMuch: Otherwise = {
  driver: {
    ...nifcloud,
    nodeGetInfo: (request, context) => ({ ...nifcloud.nodeGetInfo(request, context), maxVolumesPerNode: 20 }),
  },
};

export const onePodPerNode: Otherwise = { machine: (machine) => ({ ...machine, pods: 1 }) };

/** Who has to leave the first node finds no other, whatever it wants. */
export const othersTainted: Otherwise = {
  machine: (machine) =>
    machine.name === 'node111'
      ? machine
      : { ...machine, taints: [...machine.taints, { key: 'example.com/others', effect: 'NoSchedule' }] },
};

export const balancesMasters: Otherwise = {
  machine: (machine) => {
    const { 'node.kubernetes.io/exclude-from-external-load-balancers': _, ...labels } = machine.labels;
    return { ...machine, labels };
  },
};

/** Kubelets that know their zones without their cloud. */
export const waitsForNobody: Otherwise = {
  ownNodes: true,
  machine: (machine) => ({
    ...machine,
    labels: { ...machine.labels, 'topology.kubernetes.io/zone': machine.zone ?? '' },
  }),
};

export const takesEveryService: Otherwise = { cloudController: { check: () => undefined } };

export const refusesEveryService: Otherwise = {
  cloudController: {
    check: () => {
      throw new Error('out of load balancers');
    },
  },
};

export const refusesInOtherWords: Otherwise = {
  cloudController: {
    check(service) {
      try {
        checkService(service);
      } catch (cause) {
        throw new Error(`${(cause as Error).message}, says another version`, { cause });
      }
    },
  },
};
