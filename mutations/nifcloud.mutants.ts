import { checkService } from '../clusters/clouds/nifcloud/check-service.ts';
import { nifcloud } from '../clusters/clouds/nifcloud/nifcloud.ts';
import { readTopology } from '../clusters/clouds/read-topology.ts';
import { simulatedCluster } from '../clusters/simulated-cluster.ts';
import type { CloudControllerProfile } from '../clusters/simulator/cloud/cloud-controller.ts';
import type { DriverDefinition } from '../clusters/simulator/csi/definition.ts';
import { GrpcError } from '../clusters/simulator/csi/grpc.ts';
import { memoryVolume } from '../clusters/simulator/machine/volume.ts';
import { aks148 } from '../clusters/simulator/virtual-kubelet/profiles.ts';
import type { MachineSpec } from '../clusters/topology/topology.ts';
import type { ClusterProvider } from '../harness/cluster.ts';
import { remounted } from './testing/remounted.ts';
import { pace } from './testing/run-mutants.ts';

/** Differences between a simulated NIFCLOUD and its document. */
export interface Mutation {
  readonly driver?: DriverDefinition;
  readonly machine?: (machine: MachineSpec) => MachineSpec;
  readonly cloudController?: Partial<CloudControllerProfile>;
  /** Kubelets initialize their nodes themselves. */
  readonly ownNodes?: boolean;
}

/** The document's cluster with these differences. */
export async function mutantOfNifcloud({
  driver = nifcloud,
  machine = (as) => as,
  ...mutation
}: Mutation): Promise<ClusterProvider> {
  const documented = await readTopology('nifcloud');
  const topology = { ...documented, machines: documented.machines.map(machine) };
  return simulatedCluster({ topology, drivers: [driver], virtualKubelet: aks148, pace, mutation });
}

/** A disk can be used in every zone. */
export const noZones: Mutation = {
  driver: {
    ...nifcloud,
    createVolume(request, context) {
      const { disks } = context.cloud;
      const everywhere = {
        ...disks,
        create: ({ zones: _, ...wanted }: Parameters<typeof disks.create>[0]) => disks.create(wanted),
      };
      const { volume } = nifcloud.createVolume(request, { ...context, cloud: { ...context.cloud, disks: everywhere } });
      return { volume: { ...volume, accessibleTopology: [] } };
    },
  },
};

/** A disk is empty each time it is mounted. */
export const losesData: Mutation = {
  driver: remounted(nifcloud, () => memoryVolume({ root: { uid: 0, gid: 0, mode: 0o755 } })),
};

/** A disk is detached only after longer than any scenario waits. */
export const detachesLate: Mutation = {
  driver: { ...nifcloud, latency: { controllerUnpublishVolume: 600_000 } },
};

/** Disks are mounted without being attached, on at most so many machines. */
const unattached = (machines: number): Mutation => {
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
export const manyDisks: Mutation = { machine: withAttachments(20) };

/** Nodes promise more disks than the cloud attaches. */
export const promisesTooMuch: Mutation = {
  driver: {
    ...nifcloud,
    nodeGetInfo: (request, context) => ({ ...nifcloud.nodeGetInfo(request, context), maxVolumesPerNode: 20 }),
  },
};

export const onePodPerNode: Mutation = { machine: (machine) => ({ ...machine, pods: 1 }) };

/** A Pod that has to leave the first node finds no other. */
export const othersTainted: Mutation = {
  machine: (machine) =>
    machine.name === 'node111'
      ? machine
      : { ...machine, taints: [...machine.taints, { key: 'example.com/others', effect: 'NoSchedule' }] },
};

export const balancesMasters: Mutation = {
  machine: (machine) => {
    const { 'node.kubernetes.io/exclude-from-external-load-balancers': _, ...labels } = machine.labels;
    return { ...machine, labels };
  },
};

/** Kubelets know their zones without their cloud. */
export const kubeletsDoNotWait: Mutation = {
  ownNodes: true,
  machine: (machine) => ({
    ...machine,
    labels: { ...machine.labels, 'topology.kubernetes.io/zone': machine.zone ?? '' },
  }),
};

export const takesEveryService: Mutation = { cloudController: { check: () => undefined } };

export const refusesEveryService: Mutation = {
  cloudController: {
    check: () => {
      throw new Error('out of load balancers');
    },
  },
};

export const refusesInOtherWords: Mutation = {
  cloudController: {
    check(service) {
      try {
        checkService(service);
      } catch (cause) {
        throw new Error(`${(cause as Error).message}, in another version`, { cause });
      }
    },
  },
};
