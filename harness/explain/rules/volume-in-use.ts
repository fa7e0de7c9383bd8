import { claimsOf } from '../volumes-of-pod.ts';
import type { Rule } from './rule.ts';

/** A claim of access mode ReadWriteOncePod is one Pod's only, wherever that is. */
export const volumeInUse: Rule = {
  name: 'volume-in-use',
  plugin: 'VolumeRestrictions',
  needs: ['PersistentVolumeClaim'],
  of(pod, lookup) {
    const { namespace } = pod.metadata ?? {};
    const exclusive = claimsOf(pod, lookup).filter(({ claim }) =>
      claim?.spec?.accessModes?.includes('ReadWriteOncePod'),
    );
    const uses = exclusive.flatMap(({ name }) => {
      const user = lookup.pods.find(
        (other) =>
          other.metadata?.namespace === namespace &&
          other.metadata?.name !== pod.metadata?.name &&
          other.spec?.nodeName &&
          other.status?.phase !== 'Succeeded' &&
          other.status?.phase !== 'Failed' &&
          claimsOf(other, lookup).some((each) => each.name === name),
      );
      return user ? [{ claim: name, user: user.metadata?.name ?? '' }] : [];
    });
    const reasons = uses.map(({ claim, user }) => ({
      text: `claim ${claim} is ReadWriteOncePod and in use by Pod ${user}`,
      help: `Pod ${user} ending`,
    }));
    return () => reasons;
  },
};
