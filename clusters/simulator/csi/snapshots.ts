import { contentOf, type Snapshot } from '../cloud/disks.ts';
import type { Volume } from '../machine/volume.ts';
import type { ControllerBehaviour, DriverContext } from './definition.ts';
import { GrpcError } from './grpc.ts';
import type { CreateSnapshotResponseInput, VolumeContentSource } from './messages.ts';
import { required } from './requests.ts';

interface SnapshotOptions {
  readonly texts: {
    readonly noName: string;
    readonly noSource: string;
    readonly noId: string;
    readonly missing: (volumeId: string) => string;
    readonly otherSource: (name: string, source: string) => string;
  };
  readonly volume: (
    id: string,
    context: DriverContext,
  ) => { readonly volume: Volume; readonly sizeBytes: number } | undefined;
  readonly idOf: (taken: { readonly name: string; readonly source: string; readonly at: Date }) => string;
}

/** Snapshots as CSI demands: a name and source twice is one snapshot, and an absent one is deleted already. */
export function snapshots({ texts, volume, idOf }: SnapshotOptions) {
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

interface Sources {
  /** The content of the volume with that id; undefined when there is none. */
  readonly volume: (id: string) => Volume | undefined;
  readonly missing: (what: string) => string;
}

/** The first files of a new volume; NotFound when the snapshot or volume to copy is absent. */
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
