import type { Volume } from '../../../simulator/machine/volume.ts';
import { contentOf } from '../../cloud/disk-snapshots.ts';
import type { DriverContext } from '../definition.ts';
import { GrpcError } from '../grpc-error.ts';
import type { VolumeContentSource } from '../messages.ts';

interface Sources {
  /** What is on the volume of that id; undefined when there is none. */
  readonly volume: (id: string) => Volume | undefined;
  readonly missing: (what: string) => string;
}

/** What a new volume holds at first; NotFound when what it is to be copied from is not there. */
export function sourceContent(
  source: VolumeContentSource | null,
  { cloud }: DriverContext,
  { volume, missing }: Sources,
): Readonly<Record<string, string>> | undefined {
  if (!source?.type) return undefined;
  const { snapshotId = '' } = source.snapshot ?? {};
  const { volumeId = '' } = source.volume ?? {};
  if (source.type === 'snapshot') {
    const snapshot = cloud.snapshots.get(snapshotId);
    if (!snapshot) throw new GrpcError('NotFound', missing(`snapshot ${snapshotId}`));
    return snapshot.content;
  }
  const original = volume(volumeId);
  if (!original) throw new GrpcError('NotFound', missing(`volume ${volumeId}`));
  return contentOf(original);
}
