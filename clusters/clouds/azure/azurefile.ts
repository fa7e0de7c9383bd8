import { digitsOf, fill } from '../../simulator/cloud/disks.ts';
import type { DriverContext, DriverDefinition } from '../../simulator/csi/definition.ts';
import { GrpcError, invalidArgument } from '../../simulator/csi/grpc.ts';
import type { CreateVolumeRequest, CreateVolumeResponseInput, StringMap } from '../../simulator/csi/messages.ts';
import { gibibyte, parameterNames, readParameters, required, roundUpGiB } from '../../simulator/csi/requests.ts';
import { snapshots, sourceContent } from '../../simulator/csi/snapshots.ts';
import { azureFileNode } from './azurefile-node.ts';

const noVolume = 'Volume ID missing in request';

/** https://github.com/kubernetes-sigs/azurefile-csi-driver: pkg/azurefile, deploy/v1.35.0. */
export const azurefile = {
  short: 'azurefile',
  component: 'azurefile-csi-driver',
  name: 'file.csi.azure.com',
  version: '1.35.0',
  capabilities: ['azure-files'],
  csiDriver: {
    attachRequired: false,
    podInfoOnMount: true,
    volumeLifecycleModes: ['Persistent', 'Ephemeral'],
    fsGroupPolicy: 'ReadWriteOnceWithFSType',
    requiresRepublish: true,
    tokenRequests: [{ audience: 'api://AzureADTokenExchange', expirationSeconds: 3600 }],
  },
  sidecars: {
    provisioner: { 'extra-create-metadata': true, timeout: '1200s' },
    resizer: { 'handle-volume-inuse-error': false },
  },
  services: ['CONTROLLER_SERVICE'],
  volumeExpansion: 'ONLINE',
  nodeId: 'name',
  controllerCapabilities: [
    'CREATE_DELETE_VOLUME',
    'CREATE_DELETE_SNAPSHOT',
    'EXPAND_VOLUME',
    'SINGLE_NODE_MULTI_WRITER',
    'CLONE_VOLUME',
  ],
  nodeCapabilities: ['STAGE_UNSTAGE_VOLUME', 'SINGLE_NODE_MULTI_WRITER', 'VOLUME_MOUNT_GROUP', 'GET_VOLUME_STATS'],
  inFlight: (_call, volume) => `An operation with the given Volume ID ${volume} already exists`,
  createVolume,
  deleteVolume({ volumeId }, { cloud }) {
    const share = shareOf(required(volumeId, noVolume));
    // A handle of another form is deleted already.
    if (share) cloud.shares.remove(share.account, share.name);
    return {};
  },
  validateVolumeCapabilities({ volumeId, volumeCapabilities }, { cloud }) {
    required(volumeId, 'Volume ID not provided');
    required(volumeCapabilities, 'Volume capabilities not provided');
    if (!openShare(volumeId, { cloud })) {
      throw new GrpcError('NotFound', `the requested volume(${volumeId}) does not exist.`);
    }
    return { confirmed: { volumeCapabilities } };
  },
  controllerExpandVolume({ volumeId, capacityRange }, { cloud }) {
    required(volumeId, noVolume);
    const { requiredBytes } = required(capacityRange, 'volume capacity range missing in request');
    const share = shareOf(volumeId);
    if (!share) {
      const cause = `error parsing volume id: "${volumeId}", should at least contain two #`;
      throw invalidArgument(`GetFileShareInfo(${volumeId}) failed with error: ${cause}`);
    }
    cloud.shares.setQuota(share.account, share.name, roundUpGiB(requiredBytes));
    return { capacityBytes: requiredBytes, nodeExpansionRequired: false };
  },
  ...snapshots({
    texts: {
      noName: 'Snapshot name must be provided',
      noSource: 'CreateSnapshot Source Volume ID must be provided',
      noId: 'Snapshot ID must be provided',
      missing: (volume) => `the requested volume(${volume}) does not exist.`,
      otherSource: (name, source) => `snapshot ${name} already exists with a different source volume ${source}`,
    },
    volume: openShare,
    // Azure names a snapshot by its time; two of the same moment differ in the last digits.
    idOf: ({ name, source, at }) => `${source}#${at.toISOString().replace('Z', `${digitsOf(name, 4)}Z`)}`,
  }),
  ...azureFileNode,
} satisfies DriverDefinition;

function createVolume(request: CreateVolumeRequest, context: DriverContext): CreateVolumeResponseInput {
  const { name, volumeCapabilities, capacityRange, parameters, volumeContentSource } = request;
  required(name, 'CreateVolume Name must be provided');
  const invalid = 'CreateVolume Volume capabilities not valid: ';
  required(volumeCapabilities, `${invalid}volume capabilities missing in request`);
  if (volumeCapabilities.some(({ block }) => block)) {
    throw invalidArgument(`${invalid}driver does not support block volumes`);
  }
  const wanted = classParameters(parameters);
  const { cloud } = context;

  // The driver's default is 100 GiB; premium shares are no smaller, those of the second generation have at least 32.
  const smallest = /v2/i.test(wanted.sku) ? 32 : /^premium/i.test(wanted.sku) ? 100 : 1;
  const asked = roundUpGiB(capacityRange?.requiredBytes ?? 0) || 100 * gibibyte;
  const quota = Math.max(asked, smallest * gibibyte);
  const account = wanted.account ?? `f${digitsOf(`${wanted.sku}${wanted.protocol}`, 22)}`;
  const share = wanted.shareName ?? (wanted.protocol === 'nfs' ? name.replace('pvc', 'pvcn') : name).toLowerCase();
  const present = cloud.shares.quota(account, share);
  if (present !== undefined && present < quota) {
    const sizes = `its capacity ${present / gibibyte} is smaller than ${quota / gibibyte}`;
    throw new GrpcError('AlreadyExists', `request file share(${share}) already exists, but ${sizes}`);
  }
  const content = sourceContent(volumeContentSource, context, {
    volume: (id) => openShare(id, context)?.volume,
    missing: (what) => `failed to create file share(${share}) on account(${account}): there is no ${what}`,
  });
  const volume = cloud.shares.share(account, share);
  if (present === undefined) {
    cloud.shares.setQuota(account, share, quota);
    fill(volume, content ?? {});
  }
  const group = wanted.resourceGroup ?? `MC_plimsoll_plimsoll_${cloud.topology?.region ?? 'westeurope'}`;
  // Two volumes of one named share differ in their handles.
  const own = wanted.shareName ? name : '';
  return {
    volume: {
      volumeId: `${group}#${account}#${share}##${own}#${wanted.secretNamespace}`,
      capacityBytes: capacityRange?.requiredBytes || quota,
      volumeContext: { ...parameters, secretnamespace: wanted.secretNamespace },
      contentSource: volumeContentSource,
    },
  };
}

/** `group#account#share###namespace`; undefined for a handle of another form. */
function shareOf(handle: string) {
  const [, account, name] = handle.split('#');
  return account && name ? { account, name } : undefined;
}

/** A share that exists, and its size. */
function openShare(handle: string, { cloud: { shares } }: Pick<DriverContext, 'cloud'>) {
  const { account = '', name = '' } = shareOf(handle) ?? {};
  const sizeBytes = shares.quota(account, name);
  return sizeBytes ? { volume: shares.share(account, name), sizeBytes } : undefined;
}

const known = parameterNames(`
  skuname storageaccounttype location storageaccount subscriptionid resourcegroup sharename diskname fstype
  storeaccountkey selectrandommatchingaccount secretname secretnamespace protocol matchtags tags createaccount
  usesecretcache enablelargefileshares usedataplaneapi disabledeleteretentionpolicy storageendpointsuffix
  networkendpointtype accesstier shareaccesstier accountaccesstier rootsquashtype allowblobpublicaccess server
  foldername fsgroupchangepolicy mountpermissions vnetresourcegroup vnetname subnetname sharenameprefix
  requireinfraencryption enablemultichannel getlatestaccountkey accountquota allowsharedkeyaccess publicnetworkaccess
  encryptintransit mountwithmanagedidentity mountwithworkloadidentitytoken clientid tenantid provisionediops
  provisionedbandwidth
`);

/** CreateVolume's checks in pkg/azurefile/controllerserver.go. */
function classParameters(parameters: StringMap) {
  const isKnown = (name: string) => known.includes(name);
  const read = readParameters(parameters, isKnown, (key) => `invalid parameter "${key}" in storage class`);
  const { mountpermissions: permissions = '0' } = read;
  if (!/^[0-7]+$/.test(permissions)) throw invalidArgument(`invalid mountPermissions ${permissions} in storage class`);
  const { storageaccount: account, fstype, protocol = 'smb' } = read;
  if (read.matchtags?.toLowerCase() === 'true' && account) {
    throw invalidArgument(`matchTags must set as false when storageAccount(${account}) is provided`);
  }
  if (fstype && fstype !== 'nfs') {
    const feature = 'fsType storage class parameter enables experimental VDH disk feature';
    throw invalidArgument(`${feature} which is currently disabled, use --enable-vhd driver option to enable it`);
  }
  if (protocol !== 'smb' && protocol !== 'nfs') {
    throw invalidArgument(`protocol(${protocol}) is not supported, supported protocol list: [smb nfs]`);
  }
  const isNfs = protocol === 'nfs' || fstype === 'nfs';
  const sku = read.skuname ?? read.storageaccounttype ?? (isNfs ? 'Premium_LRS' : 'Standard_LRS');
  if (isNfs && sku.toLowerCase().startsWith('standard')) {
    throw invalidArgument(`nfs protocol only supports premium storage, current account type: ${sku}`);
  }
  return {
    account,
    shareName: read.sharename,
    resourceGroup: read.resourcegroup,
    secretNamespace: read.secretnamespace ?? read['csi.storage.k8s.io/pvc/namespace'] ?? 'default',
    protocol: isNfs ? 'nfs' : 'smb',
    sku,
  };
}
