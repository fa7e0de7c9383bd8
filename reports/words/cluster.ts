/** Of `embedded/multi-az`: the kind of cluster, and what its machines are made after, which may be absent. */
export function partsOf(clusterId: string): readonly [kind: string, topology: string | undefined] {
  const [kind = '', ...rest] = clusterId.split('/');
  return [kind, rest.length > 0 ? rest.join('/') : undefined];
}
