/** A class of the name `test` that binds at once, deletes, and lets its volumes grow. */
export function storageClass(provisioner: string) {
  return { metadata: { name: 'test' }, provisioner, allowVolumeExpansion: true };
}

export function volumeClaim(name: string) {
  const resources = { requests: { storage: '10Gi' } };
  return { metadata: { name }, spec: { storageClassName: 'test', accessModes: ['ReadWriteOnce'], resources } };
}
