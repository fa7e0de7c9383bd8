import type { Pod } from '../../kubernetes.ts';
import type { Rule } from '../conclusions.ts';
import { counted } from '../in-words.ts';
import { claimsOf, type Lookup } from '../lookup.ts';

/** The driver of each volume, by a key that identifies the volume. */
type Volumes = ReadonlyMap<string, string>;

/**
 * A driver reports how many of its volumes a node takes: https://kubernetes.io/docs/concepts/storage/storage-limits/
 */
export const attachLimit: Rule = {
  name: 'attach-limit',
  plugin: 'NodeVolumeLimits',
  needs: ['CSINode', 'PersistentVolumeClaim', 'PersistentVolume', 'StorageClass'],
  of(pod, lookup) {
    const wanted = volumesOf(pod, lookup);
    return ({ metadata }) => {
      const node = metadata?.name ?? '';
      const there = onNode(node, lookup);
      const added = [...wanted].filter(([volume]) => !there.has(volume));
      const drivers = lookup.get('CSINode', node)?.spec.drivers ?? [];
      const missing = new Set(added.map(([, driver]) => driver).filter((driver) => isWanted(driver, lookup)));
      for (const { name } of drivers) missing.delete(name);
      const absent = [...missing].map((driver) => ({
        text: `driver ${driver} does not run there`,
        help: `driver ${driver} on ${node}`,
      }));
      const full = drivers.flatMap(({ name, allocatable }) => {
        const limit = allocatable?.count;
        const more = added.filter(([, driver]) => driver === name).length;
        const present = [...there.values()].filter((driver) => driver === name).length;
        if (limit === undefined || limit === null || more === 0 || present + more <= limit) return [];
        const asked = more > 1 || present < limit ? `, the Pod adds ${more}` : '';
        return {
          text: `${present} of ${counted(limit, 'volume')} of ${name} attached${asked}`,
          group: `no room for volumes of ${name}`,
          help:
            more > limit
              ? `fewer volumes of ${name} in the Pod: ${node} takes ${limit}`
              : `a node with room for ${counted(more, 'volume')} of ${name}`,
        };
      });
      return [...absent, ...full];
    };
  },
};

/** Since 1.37 a driver may want Pods with its volumes kept off nodes where it does not run. */
function isWanted(driver: string, lookup: Lookup): boolean {
  const spec: { readonly preventPodSchedulingIfMissing?: boolean } = lookup.get('CSIDriver', driver)?.spec ?? {};
  return Boolean(spec.preventPodSchedulingIfMissing);
}

/** As the scheduler counts them: volumes of Pods there, and volumes that are still attached. */
function onNode(node: string, lookup: Lookup): Volumes {
  const used = lookup.podsOn(node).flatMap((pod) => [...volumesOf(pod, lookup)]);
  const attached = lookup.attachmentsOn(node).flatMap(({ spec: { source } }) => {
    const name = source.persistentVolumeName;
    const csi = name ? lookup.get('PersistentVolume', name)?.spec?.csi : source.inlineVolumeSpec?.csi;
    return csi ? [[`${csi.driver}/${csi.volumeHandle}`, csi.driver] as const] : [];
  });
  return new Map([...used, ...attached]);
}

function volumesOf(pod: Pod, lookup: Lookup): Volumes {
  return new Map(
    claimsOf(pod, lookup).flatMap(({ name, volume, storageClass, claim }) => {
      const csi = volume?.spec?.csi;
      if (csi) return [[`${csi.driver}/${csi.volumeHandle}`, csi.driver] as const];
      // The class names the driver of a volume that does not exist yet.
      if (claim && !volume && storageClass)
        return [[`${storageClass.provisioner}-${pod.metadata?.namespace}/${name}`, storageClass.provisioner] as const];
      return [];
    }),
  );
}

/** Only one Pod of the cluster can use a claim of access mode ReadWriteOncePod. */
export const volumeInUse: Rule = {
  name: 'volume-in-use',
  plugin: 'VolumeRestrictions',
  needs: ['PersistentVolumeClaim'],
  of(pod, lookup) {
    const { namespace } = pod.metadata ?? {};
    const exclusive = claimsOf(pod, lookup).filter(({ claim }) =>
      claim?.spec?.accessModes?.includes('ReadWriteOncePod'),
    );
    const reasons = exclusive.flatMap(({ name }) => {
      const user = lookup.pods.find(
        (other) =>
          other.metadata?.namespace === namespace &&
          other.metadata?.name !== pod.metadata?.name &&
          other.spec?.nodeName &&
          other.status?.phase !== 'Succeeded' &&
          other.status?.phase !== 'Failed' &&
          claimsOf(other, lookup).some((each) => each.name === name),
      );
      if (!user) return [];
      const { name: userName = '' } = user.metadata ?? {};
      return {
        text: `claim ${name} is ReadWriteOncePod and in use by Pod ${userName}`,
        help: `Pod ${userName} ending`,
      };
    });
    return () => reasons;
  },
};
