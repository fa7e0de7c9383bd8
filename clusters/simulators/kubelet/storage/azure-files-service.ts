import type { FileShares } from '../../cloud/file-shares.ts';
import type { MountTable } from '../../cloud/volumes/mounts.ts';
import type { Fetch } from '../lookups.ts';
import { credentials } from './csi-requests.ts';
import type { NodeService } from './node-service.ts';

/** The driver that the nodes have when they are given none. */
export const azureFilesDriver = 'file.csi.azure.com';

interface ServiceOptions {
  readonly machine: string;
  readonly shares: FileShares;
  readonly mounts: MountTable;
  readonly fetch: Fetch;
}

type Strings = Readonly<Record<string, string | undefined>>;

/** The node service of Azure Files' driver without a server around it: pkg/azurefile/nodeserver.go of azurefile-csi-driver. */
export function azureFilesService({ machine, shares, mounts, fetch }: ServiceOptions): NodeService {
  /** The share that a volume is, with the account's name from a secret, from the attributes or from the handle. */
  function open(handle: string, secrets: Strings, attributes: Strings, isInline: boolean) {
    // A provisioned volume says in its handle what a static one says in its attributes: resource group, account, share.
    const [, handleAccount, handleShare] = isInline ? [] : handle.split('#');
    const attribute = byLowerCase(attributes);
    const account =
      secrets.azurestorageaccountname ?? (isInline ? undefined : attribute('storageAccount')) ?? handleAccount;
    const share = attribute('shareName') ?? handleShare;
    if (!account)
      throw refused(`GetAccountInfo(${handle}) failed with error: failed to get account name from ${handle}`);
    if (!share) throw refused(`failed to get file share name from ${handle}`);
    return shares.share(account, share);
  }

  const stage: NodeService['nodeStageVolume'] = async (request) => {
    const { volumeId = '', secrets = {}, volumeContext = {}, stagingTargetPath = '' } = request;
    mounts.mount(stagingTargetPath, open(volumeId, secrets, volumeContext, false));
    return {};
  };

  const publishInline: NodeService['nodePublishVolume'] = async (request) => {
    const { volumeId = '', volumeContext = {}, targetPath = '', readonly = false } = request;
    // The driver reads the secret in the pod's namespace, whatever the attributes say.
    const namespace = volumeContext['csi.storage.k8s.io/pod.namespace'] ?? '';
    const name = byLowerCase(volumeContext)('secretName');
    const secrets = await credentials('NodePublish', name ? { name, namespace } : undefined, fetch).catch(() => {
      const why = `could not get secret(${name}): secrets "${name}" not found`;
      throw refused(`GetAccountInfo(${volumeId}) failed with error: ${why}`);
    });
    mounts.mount(targetPath, open(volumeId, secrets, volumeContext, true), { readOnly: readonly });
    return {};
  };

  return {
    nodeGetInfo: async () => ({ nodeId: machine, maxVolumesPerNode: 0, accessibleTopology: null }),
    nodeGetCapabilities: async () => ({
      capabilities: [{ rpc: { type: 'STAGE_UNSTAGE_VOLUME' } }, { rpc: { type: 'VOLUME_MOUNT_GROUP' } }],
    }),
    nodeStageVolume: stage,
    async nodeUnstageVolume({ stagingTargetPath = '' }) {
      mounts.unmount(stagingTargetPath);
      return {};
    },
    async nodePublishVolume(request) {
      const { stagingTargetPath = '', targetPath = '', readonly = false, volumeContext = {} } = request;
      if (volumeContext['csi.storage.k8s.io/ephemeral'] === 'true') return publishInline(request);
      mounts.bind(stagingTargetPath, targetPath, { readOnly: readonly });
      return {};
    },
    async nodeUnpublishVolume({ targetPath = '' }) {
      mounts.unmount(targetPath);
      return {};
    },
    nodeExpandVolume: async () => ({ capacityBytes: 0 }),
    close: () => undefined,
  };
}

function refused(why: string): Error {
  return new Error(`rpc error: code = InvalidArgument desc = ${why}`);
}

/** The driver compares the names of attributes without regard to case. */
function byLowerCase(all: Strings): (name: string) => string | undefined {
  const values = new Map(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => values.get(name.toLowerCase());
}
