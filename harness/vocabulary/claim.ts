import { expectationOf } from './expectation-of.ts';
import type { Claim } from './kinds.ts';

/** Says what is expected of a PersistentVolumeClaim. */
export function claim(name: string) {
  return {
    isBound: () =>
      expectationOf<Claim>('PersistentVolumeClaim', name, {
        says: 'is Bound',
        look({ spec, status }) {
          const volume = spec?.volumeName ? ` to ${spec.volumeName}` : '';
          return {
            met: status?.phase === 'Bound',
            saw: `${status?.phase ?? 'no phase'}${volume}`,
            final: status?.phase === 'Lost',
          };
        },
      }),
  };
}
