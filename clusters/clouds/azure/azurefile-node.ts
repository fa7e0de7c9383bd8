import type { NodeBehaviour, NodeContext } from '../../simulator/csi/definition.ts';
import { GrpcError, invalidArgument } from '../../simulator/csi/grpc.ts';
import type { StringMap } from '../../simulator/csi/messages.ts';
import { required, unmount, volumeUsage } from '../../simulator/csi/requests.ts';
import { mountedBySmb } from '../../simulator/csi/smb-mount.ts';
import type { Volume } from '../../simulator/machine/volume.ts';

const noVolume = 'Volume ID missing in request';
const noStaging = 'Staging target not provided';

/** pkg/azurefile/nodeserver.go: mounts a share once and binds it to each pod, or an inline one for its pod alone. */
export const azureFileNode = {
  async nodeStageVolume({ volumeId, stagingTargetPath, volumeCapability, volumeContext, secrets }, context) {
    required(volumeId, noVolume);
    const target = required(stagingTargetPath, noStaging);
    const { block, mount } = required(volumeCapability, 'Volume capability not provided');
    if (block) throw invalidArgument('driver does not support block volumes');
    const volume = mountedBySmb(openShare(volumeId, secrets, volumeContext, context), mount ?? {});
    if (!context.mounter.isMounted(target)) await context.mounter.mount(target, { id: volumeId, volume });
    return {};
  },
  nodeUnstageVolume: unmount('stagingTargetPath', { noVolume, noPath: noStaging }),
  async nodePublishVolume(request, context) {
    const { volumeId, volumeCapability, targetPath, stagingTargetPath, volumeContext, readonly } = request;
    const { mounter } = context;
    const { mount } = required(volumeCapability, 'Volume capability missing in request');
    required(volumeId, noVolume);
    const target = required(targetPath, 'Target path not provided');
    if (volumeContext['csi.storage.k8s.io/ephemeral'] === 'true') {
      const share = openShare(volumeId, await inlineSecret(volumeId, volumeContext, context), volumeContext, context);
      const mountFlags = byLowerCase(volumeContext)('mountoptions')?.split(',') ?? [];
      const volume = mountedBySmb(share, { ...mount, mountFlags: [...(mount?.mountFlags ?? []), ...mountFlags] });
      if (!mounter.isMounted(target)) await mounter.mount(target, { id: volumeId, volume }, { readOnly: readonly });
      return {};
    }
    const source = required(stagingTargetPath, noStaging);
    if (!mounter.isMounted(source)) {
      throw new GrpcError('Internal', `Could not mount "${source}" at "${target}": nothing is staged there`);
    }
    if (!mounter.isMounted(target)) await mounter.bind(source, target, { readOnly: readonly });
    return {};
  },
  nodeUnpublishVolume: unmount('targetPath', { noVolume, noPath: 'Target path missing in request' }),
  nodeGetVolumeStats({ volumeId, volumePath }, { cloud, mounter }) {
    required(volumeId, 'NodeGetVolumeStats volume ID was empty');
    required(volumePath, 'NodeGetVolumeStats volume path was empty');
    if (!mounter.isMounted(volumePath)) throw new GrpcError('NotFound', `path ${volumePath} does not exist`);
    const [, account = '', share = ''] = volumeId.split('#');
    const sizeBytes = cloud.shares.quota(account, share) ?? 0;
    return volumeUsage({ volume: cloud.shares.share(account, share), sizeBytes });
  },
  nodeGetInfo: (_request, { machine }) => ({ nodeId: machine.name }),
} satisfies NodeBehaviour;

/** Account and share come from a secret, from the attributes, or from a provisioned volume's handle, in this order. */
function openShare(handle: string, secrets: StringMap, context: StringMap, { cloud }: NodeContext): Volume {
  const isInline = context['csi.storage.k8s.io/ephemeral'] === 'true';
  const attribute = byLowerCase(context);
  const secret = byLowerCase(secrets);
  const [, handleAccount, handleShare] = isInline ? [] : handle.split('#');
  const named = secret('azurestorageaccountname') ?? secret('accountname');
  const account = named ?? (isInline ? undefined : (attribute('storageaccount') ?? handleAccount));
  const share = attribute('sharename') ?? handleShare;
  if (!account) {
    throw invalidArgument(`GetAccountInfo(${handle}) failed with error: failed to get account name from ${handle}`);
  }
  if (!share) throw invalidArgument(`failed to get file share name from ${handle}`);
  return cloud.shares.share(account, share);
}

/** The driver reads the Secret in the pod's namespace, whichever namespace the attributes name. */
async function inlineSecret(handle: string, context: StringMap, { secret }: NodeContext): Promise<StringMap> {
  const name = byLowerCase(context)('secretname');
  if (!name) return {};
  const data = await secret(context['csi.storage.k8s.io/pod.namespace'] ?? '', name);
  if (data) return data;
  const why = `could not get secret(${name}): secrets "${name}" not found`;
  throw invalidArgument(`GetAccountInfo(${handle}) failed with error: ${why}`);
}

function byLowerCase(all: StringMap): (name: string) => string | undefined {
  const values = new Map(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => values.get(name) || undefined;
}
