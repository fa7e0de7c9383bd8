import type { Pod, VolumeAttachment } from '../../kubernetes.ts';
import type { Cause, CauseFinder } from '../conclusions.ts';
import { eventInWords, listed } from '../in-words.ts';
import { type ClaimOfPod, claimsOf, classNameOf, type Lookup, waitsForConsumer } from '../lookup.ts';

const asMessage = ['what the message asks for'];
const selectedNode = 'volume.kubernetes.io/selected-node';

/** A Pod is scheduled once its claims exist and are bound, except those that wait for the Pod. */
export const claims: CauseFinder = (pod, lookup) => {
  if (!lookup.knows('PersistentVolumeClaim')) return undefined;
  for (const each of claimsOf(pod, lookup)) {
    const found = troubleWith(each, pod.metadata?.namespace ?? '', lookup);
    if (found) return found;
  }
  return undefined;
};

function troubleWith(each: ClaimOfPod, namespace: string, lookup: Lookup): Cause | undefined {
  const { name, claim, volume, storageClass, isEphemeral } = each;
  const events = lookup.eventsAbout('PersistentVolumeClaim', { metadata: { namespace, name } });
  const cause = (text: string, helps: readonly string[] = []): Cause => ({
    kind: 'claim',
    text,
    helps,
    evidence: events.slice(-2).map(eventInWords),
  });
  if (!claim)
    return isEphemeral
      ? cause(`claim ${name} has not been made for it yet`)
      : cause(`claim ${name} does not exist`, [`a PersistentVolumeClaim ${name} in namespace ${namespace}`]);
  if (claim.metadata?.deletionTimestamp) return cause(`claim ${name} is being deleted`, [`a new claim ${name}`]);
  if (claim.status?.phase === 'Lost') return cause(`claim ${name} has lost its volume ${claim.spec?.volumeName}`);
  if (claim.spec?.volumeName && !volume && lookup.knows('PersistentVolume'))
    return cause(`claim ${name} is bound to PersistentVolume ${claim.spec.volumeName}, which does not exist`);
  if (claim.spec?.volumeName) return undefined;
  const className = classNameOf(claim);
  const failed = events.findLast(({ reason }) => reason === 'ProvisioningFailed')?.message;
  if (className && !storageClass && lookup.knows('StorageClass'))
    return cause(`claim ${name} has no volume: there is no StorageClass ${className}`, [`a StorageClass ${className}`]);
  if (!className)
    return cause(`claim ${name} has no volume: it names no StorageClass, and no volume that was made by hand fits`, [
      'a StorageClass in the claim, or a default one, and the claim re-created',
      'a PersistentVolume without a class that fits the claim',
    ]);
  const chosen = claim.metadata?.annotations?.[selectedNode];
  if (waitsForConsumer(each) && !chosen) return undefined;
  const where = chosen ? ` on ${chosen}` : '';
  const provisioner = storageClass?.provisioner ?? 'its provisioner';
  if (failed) return cause(`claim ${name} has no volume: ${provisioner} cannot make it${where}: ${failed}`, asMessage);
  // Where classes cannot be read, it is not known whether the claim waits for the Pod.
  if (!storageClass) return undefined;
  return cause(`claim ${name} has no volume yet: it is waited for ${provisioner} to make it${where}`, [
    `a look at the logs of ${provisioner}'s csi-provisioner, if that takes long`,
  ]);
}

const volumeEvents = new Set(['FailedAttachVolume', 'FailedMount', 'FailedMapVolume']);

/** A Pod's containers start once its volumes are mounted on its node. */
export const volumes: CauseFinder = (pod, lookup) => {
  const { spec, status } = pod;
  if (status?.phase !== 'Pending' || !spec?.nodeName) return undefined;
  const events = lookup.eventsAbout('Pod', pod).filter(({ reason }) => volumeEvents.has(reason ?? ''));
  const evidence = events.slice(-3).map(eventInWords);
  for (const each of claimsOf(pod, lookup)) {
    const found = attaching(each, pod, lookup);
    if (found) return { ...found, evidence };
  }
  const last = events.at(-1);
  if (!last) return undefined;
  return {
    kind: 'volume',
    text: `its volumes cannot be mounted on ${spec.nodeName}: ${last.message}`,
    evidence,
    helps: asMessage,
  };
};

function attaching({ name, volume }: ClaimOfPod, { spec }: Pod, lookup: Lookup): Cause | undefined {
  const driver = volume?.spec?.csi?.driver;
  if (!volume || !driver || !lookup.knows('VolumeAttachment')) return undefined;
  if (lookup.get('CSIDriver', driver)?.spec.attachRequired === false) return undefined;
  const node = spec?.nodeName ?? '';
  const attachments = lookup
    .list('VolumeAttachment')
    .filter(({ spec: { source } }) => source.persistentVolumeName === volume.metadata?.name);
  const own = attachments.find((each) => each.spec.nodeName === node);
  if (own?.status?.attached) return undefined;
  const elsewhere = attachments.filter((each) => each.spec.nodeName !== node && each.status?.attached);
  const isShared = volume.spec?.accessModes?.some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany');
  if (elsewhere.length > 0 && !isShared) return stillAttached(name, elsewhere, lookup);
  const error = own?.status?.attachError?.message;
  if (error)
    return {
      kind: 'volume',
      text: `the volume of claim ${name} cannot be attached to ${node}: ${error}`,
      helps: asMessage,
    };
  if (!own) return undefined;
  return {
    kind: 'volume',
    text: `the volume of claim ${name} is not attached to ${node} yet: ${driver} has not answered`,
    helps: [`a look at the logs of ${driver}'s csi-attacher, if that takes long`],
  };
}

function stillAttached(claim: string, elsewhere: readonly VolumeAttachment[], lookup: Lookup): Cause {
  const nodes = elsewhere.map(({ spec }) => spec.nodeName);
  const users = lookup.pods.filter(
    (other) => nodes.includes(other.spec?.nodeName ?? '') && claimsOf(other, lookup).some(({ name }) => name === claim),
  );
  const named = users.map(({ metadata }) => metadata?.name ?? '');
  const attached = `the volume of claim ${claim} is still attached to ${listed(nodes)}`;
  const by = named.length > 0 ? `, where Pod ${listed(named)} uses it` : '';
  return {
    kind: 'volume',
    text: `${attached}${by}, and can be attached to one node only`,
    helps:
      named.length > 0
        ? [`Pod ${listed(named)} ending, or both Pods on ${listed(nodes)}`]
        : [`the volume being detached from ${listed(nodes)}: after six minutes by force, if that node is not Ready`],
  };
}
