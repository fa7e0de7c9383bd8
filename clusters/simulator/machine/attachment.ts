import { hash } from 'node:crypto';
import type { Clock } from '../../../harness/clock.ts';
import { type CsiVolume, uniqueName } from './csi-volume.ts';
import type { Fetch } from './lookups.ts';

interface AttachmentOptions {
  readonly fetch: Fetch;
  readonly node: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const firstPause = 1_000;
const longestPause = 5_000;

/**
 * Waits, without a word, until the attach-detach controller says that a volume is attached to the node; resolves with what the
 * attacher has to tell the driver's node service. The kubelet asks again and again too: pkg/kubelet/volumemanager/reconciler.
 */
export async function attached(
  volume: Pick<CsiVolume, 'driver' | 'handle'>,
  { fetch, node, clock, signal }: AttachmentOptions,
): Promise<Readonly<Record<string, string>>> {
  const name = attachmentName(volume, node);
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    const attachment = await fetch.attachment(name);
    if (attachment?.status?.attached && !attachment.metadata?.deletionTimestamp) {
      const { volumesAttached = [] } = (await fetch.node(node))?.status ?? {};
      // The controller takes it from there before it detaches.
      if (volumesAttached.some(({ name }) => name === uniqueName(volume))) {
        return attachment.status.attachmentMetadata ?? {};
      }
    }
    await clock.sleep(pause, signal);
  }
}

/** getAttachmentName in pkg/volume/csi/csi_attacher.go. */
export function attachmentName({ driver, handle }: Pick<CsiVolume, 'driver' | 'handle'>, node: string): string {
  return `csi-${hash('sha256', `${handle}${driver}${node}`)}`;
}
