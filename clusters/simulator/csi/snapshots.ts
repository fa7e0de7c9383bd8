import { contentOf, type Disk, type Snapshot } from '../cloud/disks.ts';
import type { Volume } from '../machine/volume.ts';
import type { ControllerBehaviour, DriverContext } from './definition.ts';
import { GrpcError } from './grpc.ts';
import type { CreateSnapshotResponseInput, StringMap, VolumeContentSource } from './messages.ts';
import { required } from './requests.ts';

interface SnapshotOptions {
  readonly texts: Readonly<Record<'noName' | 'noSource' | 'noId', string>> & {
    readonly missing: (volumeId: string) => string;
    readonly otherSource: (name: string, source: string) => string;
  };
  readonly volume?: (id: string, context: DriverContext) => Pick<Disk, 'volume' | 'sizeBytes'> | undefined;
  readonly idOf: (taken: { readonly name: string; readonly source: string; readonly at: Date }) => string;
}

/** Snapshots as CSI demands: a name and source twice is one snapshot, and an absent one is deleted already. */
export function snapshots({ texts, volume = diskOf, idOf }: SnapshotOptions) {
  return {
    createSnapshot({ name, sourceVolumeId }, context) {
      required(name, texts.noName);
      required(sourceVolumeId, texts.noSource);
      const { snapshots: known, clock } = context.cloud;
      const present = known.list().find((one) => one.name === name);
      if (present && present.source !== sourceVolumeId) {
        throw new GrpcError('AlreadyExists', texts.otherSource(name, present.source));
      }
      if (present) return inMessage(present);
      const source = volume(sourceVolumeId, context);
      if (!source) throw new GrpcError('NotFound', texts.missing(sourceVolumeId));
      const taken = { name, source: sourceVolumeId, sizeBytes: source.sizeBytes, takenAt: clock.now() };
      const id = idOf({ name, source: sourceVolumeId, at: taken.takenAt });
      const snapshot = { ...taken, id, content: contentOf(source.volume) };
      known.add(snapshot);
      return inMessage(snapshot);
    },
    deleteSnapshot({ snapshotId }, { cloud }) {
      cloud.snapshots.remove(required(snapshotId, texts.noId));
      return {};
    },
    listSnapshots({ maxEntries, startingToken, sourceVolumeId, snapshotId }, { cloud }) {
      const all = cloud.snapshots
        .list()
        .filter(
          ({ id, source }) => (!snapshotId || id === snapshotId) && (!sourceVolumeId || source === sourceVolumeId),
        );
      return page(all.map(inMessage), { maxEntries, startingToken });
    },
  } satisfies ControllerBehaviour;
}

function diskOf(id: string, { cloud }: DriverContext): Disk | undefined {
  return cloud.disks.get(id);
}

/** One page of a list; a token is the number of the next entry, any other one is Aborted. */
export function page<T>(
  entries: readonly T[],
  { maxEntries, startingToken }: { readonly maxEntries: number; readonly startingToken: string },
): { readonly entries: readonly T[]; readonly nextToken: string } {
  const start = startingToken === '' ? 0 : Number(startingToken);
  if (!Number.isInteger(start)) throw new GrpcError('Aborted', `invalid starting token: ${startingToken}`);
  const end = maxEntries > 0 ? start + maxEntries : entries.length;
  return { entries: entries.slice(start, end), nextToken: end < entries.length ? String(end) : '' };
}

function inMessage({ id, source, sizeBytes, takenAt }: Snapshot): CreateSnapshotResponseInput {
  const milliseconds = takenAt.getTime();
  const creationTime = { seconds: Math.floor(milliseconds / 1000), nanos: (milliseconds % 1000) * 1_000_000 };
  return { snapshot: { snapshotId: id, sourceVolumeId: source, sizeBytes, creationTime, readyToUse: true } };
}

/** The first files of a new volume; NotFound when the snapshot or volume to copy is absent. */
export function sourceContent(
  source: VolumeContentSource | null,
  { cloud }: DriverContext,
  {
    volume,
    missing,
  }: { readonly volume: (id: string) => Volume | undefined; readonly missing: (what: string) => string },
): StringMap | undefined {
  if (!source?.type) return undefined;
  const { snapshotId = '' } = source.snapshot ?? {};
  const { volumeId = '' } = source.volume ?? {};
  const isSnapshot = source.type === 'snapshot';
  const original = isSnapshot ? undefined : volume(volumeId);
  const content = isSnapshot ? cloud.snapshots.get(snapshotId)?.content : original && contentOf(original);
  if (!content) throw new GrpcError('NotFound', missing(isSnapshot ? `snapshot ${snapshotId}` : `volume ${volumeId}`));
  return content;
}
