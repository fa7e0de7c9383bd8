import { DiskError } from '../../simulator/cloud/disks.ts';
import type { CloudMachine } from '../../simulator/cloud/machines.ts';
import type { ControllerBehaviour } from '../../simulator/csi/definition.ts';
import { detachDisk, removeDisk } from '../../simulator/csi/disk-controller.ts';
import { GrpcError, invalidArgument } from '../../simulator/csi/grpc.ts';
import type { StringMap, VolumeCapability } from '../../simulator/csi/messages.ts';
import {
  bytesWanted,
  gibibyte,
  parameterNames,
  readParameters,
  required,
  roundUpGiB,
  topologyOf,
  zonesIn,
} from '../../simulator/csi/requests.ts';
import { sourceContent } from '../../simulator/csi/snapshots.ts';

export const topologyKey = 'topology.disk.csi.azure.com/zone';

/** Of the cluster's machines and disks: the simulated subscription and the resource group that AKS makes. */
export const diskGroup =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mc_plimsoll_plimsoll/providers/Microsoft.Compute';

const roundUp = (bytes: number) => Math.max(gibibyte, roundUpGiB(bytes));
const missing = (what: string) => `Volume not found, failed with error: ${what} is not there`;

/** pkg/azuredisk/controllerserver.go; `limit` is how many data disks a machine may have. */
export function azureDiskController(limit: (machine: CloudMachine) => number) {
  return {
    createVolume(request, context) {
      const { name, volumeCapabilities, parameters, volumeContentSource } = request;
      required(name, 'CreateVolume Name must be provided');
      required(volumeCapabilities, 'CreateVolume Volume capabilities must be provided');
      const { sku: classSku, maxShares, diskName, performancePlus } = classParameters(parameters);
      const { sku = classSku } = mutableParameters(request.mutableParameters);
      const [why] = volumeCapabilities.flatMap((capability) => capabilityError(capability, maxShares) ?? []);
      if (why) throw invalidArgument(why);
      const smallest = performancePlus ? 513 * gibibyte : gibibyte;
      const rounded = (bytes: number) => Math.max(smallest, roundUp(bytes));
      const sizeBytes = bytesWanted(request.capacityRange, Math.max(smallest, 10 * gibibyte), rounded);
      const { disks, topology } = context.cloud;
      const id = `${diskGroup}/disks/${diskName || name}`;
      const present = disks.get(id);
      if (present && present.sizeBytes !== sizeBytes) {
        const sizes = `(${present.sizeBytes / gibibyte}) is different from (${sizeBytes / gibibyte})`;
        throw new GrpcError('AlreadyExists', `the request volume already exists, but its capacity${sizes}`);
      }
      const content = sourceContent(volumeContentSource, context, {
        volume: (source) => disks.get(source)?.volume,
        missing: (what) => `NotFound: ${what}`,
      });
      // A zone-redundant disk is reachable from every zone of its region, and from machines outside of them.
      const redundant = [1, 2, 3, 4].map((number) => `${topology?.region ?? ''}-${number}`);
      const asked = zonesIn(request.accessibilityRequirements, [topologyKey]).filter(Boolean);
      const zones = sku.endsWith('_ZRS') ? [...redundant, ''] : asked;
      const wanted = { id, name, zones, sizeBytes, type: sku, multiAttach: maxShares > 1, ...(content && { content }) };
      const disk = present ?? disks.create(wanted);
      return {
        volume: {
          volumeId: id,
          capacityBytes: disk.sizeBytes,
          volumeContext: { ...parameters, requestedsizegib: String(disk.sizeBytes / gibibyte) },
          contentSource: volumeContentSource,
          accessibleTopology: topologyOf(topologyKey, disk.zones),
        },
      };
    },
    deleteVolume({ volumeId }, { cloud }) {
      required(volumeId, 'Volume ID missing in the request');
      removeDisk(volumeId, cloud);
      return {};
    },
    controllerPublishVolume({ volumeId, nodeId, volumeCapability }, { cloud, machineOf }) {
      required(volumeId, 'Volume ID not provided');
      const capability = required(volumeCapability, 'Volume capability not provided');
      const why = capabilityError(capability, Number.POSITIVE_INFINITY);
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
    controllerUnpublishVolume: detachDisk,
    validateVolumeCapabilities({ volumeId, volumeCapabilities }, { cloud }) {
      required(volumeId, 'Volume ID missing in the request');
      required(volumeCapabilities, 'VolumeCapabilities missing in the request');
      const disk = cloud.disks.get(volumeId);
      if (!disk) throw new GrpcError('NotFound', missing(volumeId));
      const maxShares = disk.multiAttach ? Number.POSITIVE_INFINITY : 1;
      if (volumeCapabilities.some((capability) => capabilityError(capability, maxShares))) return {};
      return { confirmed: { volumeCapabilities } };
    },
    controllerExpandVolume({ volumeId, capacityRange }, { cloud }) {
      required(volumeId, 'Volume ID missing in the request');
      const range = required(capacityRange, 'volume capacity range missing in request');
      const disk = cloud.disks.get(volumeId);
      if (!disk) throw new GrpcError('Internal', `could not get the disk(${volumeId}) with error: it is not there`);
      const sizeBytes = Math.max(disk.sizeBytes, bytesWanted(range, gibibyte, roundUp));
      return { capacityBytes: cloud.disks.resize(volumeId, sizeBytes).sizeBytes, nodeExpansionRequired: true };
    },
  } satisfies ControllerBehaviour;
}

/** Why a disk cannot be used in that way: IsValidVolumeCapabilities in pkg/azureutils/azure_disk_utils.go. */
export function capabilityError({ accessMode, block }: VolumeCapability, maxShares: number): string | undefined {
  const mode = accessMode?.mode ?? 'UNKNOWN';
  if (mode === 'UNKNOWN') return `invalid access mode: ${mode}`;
  if (!mode.startsWith('MULTI_NODE')) return undefined;
  if (!block) return `mountVolume is not supported for access mode: ${mode}`;
  return maxShares < 2 ? `access mode: ${mode} is not supported for non-shared disk` : undefined;
}

const known = parameterNames(`
  skuname storageaccounttype location cachingmode resourcegroup subscriptionid diskiopsreadwrite diskmbpsreadwrite
  logicalsectorsize diskname diskencryptionsetid diskencryptiontype tags tagvaluedelimiter writeacceleratorenabled
  maxshares kind fstype perfprofile networkaccesspolicy publicnetworkaccess diskaccessid enablebursting useragent
  enableperformanceplus attachdiskinitialdelay zoned
`);
const modifiable = ['skuname', 'diskiopsreadwrite', 'diskmbpsreadwrite'];

const skus = [
  ...['Premium_LRS', 'PremiumV2_LRS', 'Premium_ZRS', 'Standard_LRS', 'StandardSSD_LRS', 'StandardSSD_ZRS'],
  'UltraSSD_LRS',
];
const cachingModes = ['None', 'ReadOnly', 'ReadWrite'];

const refusal = (key: string) => `Failed parsing disk parameters: invalid parameter ${key} in storage class`;

/** ParseDiskParameters and the checks of CreateVolume after it: pkg/azureutils of azuredisk-csi-driver. */
function classParameters(parameters: StringMap) {
  const isKnown = (name: string) => known.includes(name) || name.startsWith('device-setting/');
  const read = readParameters(parameters, isKnown, refusal);
  const maxShares = read.maxshares === undefined ? 1 : sharesIn(read.maxshares);
  const caching = read.cachingmode;
  if (caching && !cachingModes.includes(caching)) notSupported(caching, 'cachingmode', cachingModes);
  return {
    sku: skuNamed(read.skuname ?? read.storageaccounttype ?? 'StandardSSD_LRS'),
    maxShares,
    diskName: read.diskname ?? '',
    performancePlus: read.enableperformanceplus === 'true',
  };
}

/** What a VolumeAttributesClass may change of an existing volume. */
export function mutableParameters(parameters: StringMap): { readonly sku?: string } {
  const { skuname } = readParameters(parameters, (name) => modifiable.includes(name), refusal);
  return skuname ? { sku: skuNamed(skuname) } : {};
}

function skuNamed(name: string): string {
  const sku = skus.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return sku ?? notSupported(name, 'sku/storageaccounttype', skus);
}

function notSupported(value: string, what: string, known: readonly string[]): never {
  const supported = `Supported values are [${known.join(' ')}]`;
  throw invalidArgument(`azureDisk - ${value} is not supported ${what}. ${supported}`);
}

function sharesIn(value: string): number {
  const shares = Number(value);
  if (shares >= 1 && Number.isInteger(shares)) return shares;
  const cause = Number.isInteger(shares)
    ? `returned with invalid value: ${shares}`
    : `failed with error: strconv.Atoi: parsing "${value}": invalid syntax`;
  throw invalidArgument(`Failed parsing disk parameters: parse ${value} ${cause}`);
}
