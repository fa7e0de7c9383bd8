import type { CloudMachine } from '../../../simulator/cloud/machines.ts';
import { type Disk, DiskError } from '../../cloud/disks.ts';
import { bytesWanted } from '../behaviours/bytes-wanted.ts';
import { required } from '../behaviours/required.ts';
import { sourceContent } from '../behaviours/source-content.ts';
import { zoneIn } from '../behaviours/zones.ts';
import type { ControllerBehaviour, DriverContext } from '../definition.ts';
import { GrpcError, invalidArgument } from '../grpc-error.ts';
import type { VolumeCapability } from '../messages.ts';
import { gibibyte, roundUpGiB } from '../sizes.ts';
import { diskUri, topologyKey } from './azuredisk-names.ts';
import { azureDiskMutableParameters, azureDiskParameters } from './azuredisk-parameters.ts';

type AzureDiskController = Required<
  Pick<
    ControllerBehaviour,
    | 'createVolume'
    | 'deleteVolume'
    | 'controllerPublishVolume'
    | 'controllerUnpublishVolume'
    | 'validateVolumeCapabilities'
    | 'controllerExpandVolume'
  >
>;

const roundUp = (bytes: number) => Math.max(1, roundUpGiB(bytes)) * gibibyte;
const missing = (what: string) => `Volume not found, failed with error: ${what} is not there`;

/** pkg/azuredisk/controllerserver.go; `limit` is how many data disks a machine may have. */
export function azureDiskController(limit: (machine: CloudMachine) => number): AzureDiskController {
  return {
    createVolume(request, context) {
      const { name, volumeCapabilities, parameters, volumeContentSource } = request;
      required(name, 'CreateVolume Name must be provided');
      required(volumeCapabilities, 'CreateVolume Volume capabilities must be provided');
      const { sku: classSku, maxShares, diskName, performancePlus } = azureDiskParameters(parameters);
      const { sku = classSku } = azureDiskMutableParameters(request.mutableParameters);
      for (const capability of volumeCapabilities) {
        const why = isValid(capability, maxShares);
        if (why) throw invalidArgument(why);
      }
      const smallest = performancePlus ? 513 * gibibyte : gibibyte;
      const sizeBytes = bytesWanted(request.capacityRange, {
        byDefault: Math.max(smallest, 10 * gibibyte),
        roundUp: (bytes) => Math.max(smallest, roundUp(bytes)),
      });
      const { disks, topology } = context.cloud;
      const id = diskUri(diskName || name);
      const present = disks.get(id);
      if (present && present.sizeBytes !== sizeBytes) {
        const sizes = `(${present.sizeBytes / gibibyte}) is different from (${sizeBytes / gibibyte})`;
        throw new GrpcError('AlreadyExists', `the request volume already exists, but its capacity${sizes}`);
      }
      const content = sourceContent(volumeContentSource, context, {
        volume: (source) => disks.get(source)?.volume,
        missing: (what) => `NotFound: ${what}`,
      });
      const zoned = sku.endsWith('_ZRS');
      const zone = zoned ? undefined : zoneIn(request.accessibilityRequirements, [topologyKey]) || undefined;
      const wanted = { id, name, zone, sizeBytes, type: sku, multiAttach: maxShares > 1, ...(content && { content }) };
      const disk = present ?? disks.create(wanted);
      return {
        volume: {
          volumeId: id,
          capacityBytes: disk.sizeBytes,
          volumeContext: { ...parameters, requestedsizegib: String(disk.sizeBytes / gibibyte) },
          contentSource: volumeContentSource,
          accessibleTopology: zonesOf(disk, topology?.region ?? '').map((one) => ({
            segments: { [topologyKey]: one },
          })),
        },
      };
    },
    deleteVolume({ volumeId }, { cloud }) {
      required(volumeId, 'Volume ID missing in the request');
      try {
        cloud.disks.remove(volumeId);
      } catch (error) {
        if (!(error instanceof DiskError)) throw error;
        if (error.trouble !== 'no such disk') throw new GrpcError('Internal', error.message);
      }
      return {};
    },
    controllerPublishVolume({ volumeId, nodeId, volumeCapability }, { cloud, machineOf }) {
      required(volumeId, 'Volume ID not provided');
      const capability = required(volumeCapability, 'Volume capability not provided');
      const why = isValid(capability, Number.POSITIVE_INFINITY);
      if (why) throw invalidArgument(why);
      if (!cloud.disks.get(volumeId)) throw new GrpcError('NotFound', missing(volumeId));
      required(nodeId, 'Node ID not provided');
      const machine = machineOf(nodeId);
      if (!machine) {
        throw new GrpcError('NotFound', `failed to get azure instance id for node "${nodeId}" (instance not found)`);
      }
      try {
        return { publishContext: { LUN: String(cloud.disks.attach(volumeId, machine.name, limit(machine))) } };
      } catch (error) {
        if (!(error instanceof DiskError)) throw error;
        throw new GrpcError('Internal', `Attach volume ${volumeId} to instance ${nodeId} failed with ${error.message}`);
      }
    },
    controllerUnpublishVolume({ volumeId, nodeId }, { cloud, machineOf }) {
      required(volumeId, 'Volume ID not provided');
      required(nodeId, 'Node ID not provided');
      const machine = machineOf(nodeId);
      if (machine && cloud.disks.get(volumeId)) cloud.disks.detach(volumeId, machine.name);
      return {};
    },
    validateVolumeCapabilities({ volumeId, volumeCapabilities }, { cloud }) {
      required(volumeId, 'Volume ID missing in the request');
      required(volumeCapabilities, 'VolumeCapabilities missing in the request');
      const disk = cloud.disks.get(volumeId);
      if (!disk) throw new GrpcError('NotFound', missing(volumeId));
      const maxShares = disk.multiAttach ? Number.POSITIVE_INFINITY : 1;
      if (volumeCapabilities.some((capability) => isValid(capability, maxShares))) return {};
      return { confirmed: { volumeCapabilities } };
    },
    controllerExpandVolume({ volumeId, capacityRange }, { cloud }) {
      required(volumeId, 'Volume ID missing in the request');
      const range = required(capacityRange, 'volume capacity range missing in request');
      const disk = known(volumeId, { cloud });
      const sizeBytes = Math.max(disk.sizeBytes, bytesWanted(range, { byDefault: gibibyte, roundUp }));
      return { capacityBytes: cloud.disks.resize(volumeId, sizeBytes).sizeBytes, nodeExpansionRequired: true };
    },
  };
}

/** Why a disk cannot be used like that: IsValidVolumeCapabilities in pkg/azureutils/azure_disk_utils.go. */
export function isValid({ accessMode, block }: VolumeCapability, maxShares: number): string | undefined {
  const mode = accessMode?.mode ?? 'UNKNOWN';
  if (mode === 'UNKNOWN') return `invalid access mode: ${mode}`;
  if (!mode.startsWith('MULTI_NODE')) return undefined;
  if (!block) return `mountVolume is not supported for access mode: ${mode}`;
  return maxShares < 2 ? `access mode: ${mode} is not supported for non-shared disk` : undefined;
}

function known(id: string, { cloud }: Pick<DriverContext, 'cloud'>): Disk {
  const disk = cloud.disks.get(id);
  if (!disk) throw new GrpcError('Internal', `could not get the disk(${id}) with error: it is not there`);
  return disk;
}

/** A zone-redundant disk can be used in every zone of its region, and outside of them. */
function zonesOf({ type, zone = '' }: Disk, region: string): readonly string[] {
  return type.endsWith('_ZRS') ? [...[1, 2, 3, 4].map((number) => `${region}-${number}`), ''] : [zone];
}
