import { document, matching } from '../../harness/index.ts';

export const persistentDisks = document({
  title: 'Using the Compute Engine persistent disk CSI Driver',
  url: 'https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/gce-pd-csi-driver',
});

export const regionalDisks = document({
  title: 'Provisioning regional persistent disks',
  url: 'https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/regional-pd',
});

export const storageClasses = document({
  title: 'Storage Classes',
  url: 'https://kubernetes.io/docs/concepts/storage/storage-classes/',
});

export const zoneKey = 'topology.gke.io/zone';

export const zonalHandle = matching(
  /^projects\/[^/]+\/zones\/[^/]+\/disks\/pvc-[-0-9a-f]+$/,
  'projects/…/zones/…/disks/pvc-…',
);

export const regionalHandle = matching(
  /^projects\/[^/]+\/regions\/[^/]+\/disks\/pvc-[-0-9a-f]+$/,
  'projects/…/regions/…/disks/pvc-…',
);

/** One zone has nodes for the Pod, the others for its volume. */
export const noNodeForVolume = matching(
  /(: |, )\d+ node\(s\) didn't match PersistentVolume's node affinity[,.]/,
  'no node of the zone that it asks for can use its volume',
);
