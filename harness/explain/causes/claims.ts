import { eventInWords } from '../in-words.ts';
import type { Lookup } from '../lookup.ts';
import { type ClaimOfPod, claimsOf, classNameOf, isBound, waitsForConsumer } from '../volumes-of-pod.ts';
import type { Cause, CauseFinder } from './cause.ts';

const selectedNode = 'volume.kubernetes.io/selected-node';

/** A Pod is not scheduled before its claims are there, and bound, but for those that wait for it. */
export const claims: CauseFinder = (pod, lookup) => {
  if (!lookup.knows('PersistentVolumeClaim')) return undefined;
  for (const each of claimsOf(pod, lookup)) {
    const found = troubleWith(each, pod.metadata?.namespace ?? '', lookup);
    if (found) return found;
  }
  return undefined;
};

function troubleWith(each: ClaimOfPod, namespace: string, lookup: Lookup): Cause | undefined {
  const { name, claim, volume, isEphemeral } = each;
  const cause = (text: string, helps: readonly string[] = []): Cause => {
    const evidence = lookup.eventsAbout('PersistentVolumeClaim', namespace, name).slice(-2).map(eventInWords);
    return { kind: 'claim', text, helps, evidence };
  };
  if (!claim)
    return isEphemeral
      ? cause(`claim ${name} has not been made for it yet`)
      : cause(`claim ${name} does not exist`, [`a PersistentVolumeClaim ${name} in namespace ${namespace}`]);
  if (claim.metadata?.deletionTimestamp) return cause(`claim ${name} is being deleted`, [`a new claim ${name}`]);
  if (claim.status?.phase === 'Lost') return cause(`claim ${name} has lost its volume ${claim.spec?.volumeName}`);
  if (claim.spec?.volumeName && !volume && lookup.knows('PersistentVolume'))
    return cause(`claim ${name} is bound to PersistentVolume ${claim.spec.volumeName}, which does not exist`);
  if (isBound(each) || claim.spec?.volumeName) return undefined;
  return withoutVolume(each, { namespace, lookup, cause });
}

interface Context {
  readonly namespace: string;
  readonly lookup: Lookup;
  readonly cause: (text: string, helps?: readonly string[]) => Cause;
}

function withoutVolume(each: ClaimOfPod, { namespace, lookup, cause }: Context): Cause | undefined {
  const { name, claim, storageClass } = each;
  const className = classNameOf(claim);
  const failed = lookup
    .eventsAbout('PersistentVolumeClaim', namespace, name)
    .findLast(({ reason }) => reason === 'ProvisioningFailed')?.message;
  if (className && !storageClass && lookup.knows('StorageClass'))
    return cause(`claim ${name} has no volume: there is no StorageClass ${className}`, [`a StorageClass ${className}`]);
  if (!className)
    return cause(`claim ${name} has no volume: it names no StorageClass, and no volume that was made by hand fits`, [
      'a StorageClass in the claim, or a default one, and the claim made anew',
      'a PersistentVolume without a class that fits the claim',
    ]);
  const chosen = claim?.metadata?.annotations?.[selectedNode];
  if (waitsForConsumer(each) && !chosen) return undefined;
  const where = chosen ? ` on ${chosen}` : '';
  const provisioner = storageClass?.provisioner ?? 'its provisioner';
  if (failed)
    return cause(`claim ${name} has no volume: ${provisioner} cannot make it${where}: ${failed}`, [
      'what the message asks for',
    ]);
  // Where classes cannot be read nothing tells whether the claim waits for the Pod.
  if (!storageClass) return undefined;
  return cause(`claim ${name} has no volume yet: it is waited for ${provisioner} to make it${where}`, [
    `a look at the logs of ${provisioner}'s csi-provisioner, if that takes long`,
  ]);
}
