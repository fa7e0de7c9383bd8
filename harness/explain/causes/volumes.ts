import type { Pod, VolumeAttachment } from '../../kubernetes.ts';
import { eventInWords, listed } from '../in-words.ts';
import type { Lookup } from '../lookup.ts';
import { type ClaimOfPod, claimsOf } from '../volumes-of-pod.ts';
import type { Cause, CauseFinder } from './cause.ts';

const volumeEvents = new Set(['FailedAttachVolume', 'FailedMount', 'FailedMapVolume']);

/** A Pod is on its node, and none of its containers is begun before its volumes are there. */
export const volumes: CauseFinder = (pod, lookup) => {
  const { metadata, spec, status } = pod;
  if (status?.phase !== 'Pending' || !spec?.nodeName) return undefined;
  const events = lookup
    .eventsAbout('Pod', metadata?.namespace, metadata?.name ?? '')
    .filter(({ reason }) => volumeEvents.has(reason ?? ''));
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
    helps: ['what the message asks for'],
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
  if (elsewhere.length > 0 && !isShared(volume.spec?.accessModes)) return stillAttached(name, elsewhere, lookup);
  const error = own?.status?.attachError?.message;
  if (error)
    return {
      kind: 'volume',
      text: `the volume of claim ${name} cannot be attached to ${node}: ${error}`,
      helps: ['what the message asks for'],
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
  const by = named.length > 0 ? `, where Pod ${listed(named)} uses it` : '';
  return {
    kind: 'volume',
    text: `the volume of claim ${claim} is still attached to ${listed(nodes)}${by}, and can be attached to one node only`,
    helps:
      named.length > 0
        ? [`Pod ${listed(named)} ending, or both Pods on ${listed(nodes)}`]
        : [`the volume being detached from ${listed(nodes)}: after six minutes by force, if that node is not Ready`],
  };
}

function isShared(modes: readonly string[] = []): boolean {
  return modes.some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany');
}
