import type { KindNodes } from '../nodes.ts';
import { inNode } from './volume-paths.ts';

/** Removes what pods have written, as whoever runs this may not do when it is not root: the nodes are. */
export async function emptyVolumes(nodes: Pick<KindNodes, 'list' | 'exec'>): Promise<void> {
  const remove = `find ${Object.values(inNode).join(' ')} -mindepth 1 -delete 2>&1 || true`;
  // A node that is stopped leaves what only it can see.
  await Promise.allSettled(nodes.list().map(({ name }) => nodes.exec(name, ['sh', '-c', remove])));
}
