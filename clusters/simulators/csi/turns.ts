import type { Clock } from '../../../harness/clock.ts';
import type { CallName, DriverDefinition } from './definition.ts';
import { GrpcError } from './grpc-error.ts';

/** Lets calls take the time that they take, and refuses the second for a volume that one is under way for. */
export interface Turns {
  take(call: CallName, request: object, answer: () => unknown): unknown;
}

export function turns({ latency = {}, underWay }: DriverDefinition, clock: Clock): Turns {
  const busy = new Set<string>();
  return {
    async take(call, request, answer) {
      const volume = volumeIn(request);
      if (!volume) return answer();
      if (underWay && busy.has(volume)) throw new GrpcError('Aborted', underWay(call, volume));
      busy.add(volume);
      try {
        const wait = latency[call];
        if (wait) await clock.sleep(wait);
        return await answer();
      } finally {
        busy.delete(volume);
      }
    },
  };
}

/** A volume that has no id yet goes by its name. */
function volumeIn(request: { readonly volumeId?: string; readonly name?: string }): string | undefined {
  return request.volumeId || request.name || undefined;
}
