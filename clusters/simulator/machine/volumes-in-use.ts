import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Clock } from '../../../harness/clock.ts';
import { turns } from './in-turn.ts';

/** What the status of one Node says under volumesInUse: the attach-detach controller leaves those volumes attached. */
export interface VolumesInUse {
  /** Resolves when the API server has it. */
  add(volume: string): Promise<void>;
  remove(volume: string): Promise<void>;
  /** Writes what is in use now over what another kubelet of that node has left. */
  report(): Promise<void>;
}

interface InUseOptions {
  readonly api: Pick<ApiClient, 'patch'>;
  readonly node: string;
  readonly clock: Clock;
  /** Aborted when the machine is gone. */
  readonly signal: AbortSignal;
}

const retryPause = 1_000;

export function volumesInUse({ api, node, clock, signal }: InUseOptions): VolumesInUse {
  const inUse = new Set<string>();
  const inTurn = turns();
  let written = '[]';

  async function write(): Promise<void> {
    for (;;) {
      const volumes = [...inUse].sort();
      const wanted = JSON.stringify(volumes);
      if (wanted === written) return;
      try {
        const body = { status: { volumesInUse: volumes } };
        await api.patch(
          resources.Node,
          { name: node, subresource: 'status' },
          { type: 'merge', body, answer: 'metadata' },
        );
        written = wanted;
      } catch {
        // Nothing may be mounted, nor said to be free, before the API server knows; any error may pass.
        await clock.sleep(retryPause, signal);
      }
    }
  }

  return {
    async add(volume) {
      inUse.add(volume);
      await inTurn(node, write);
    },
    async remove(volume) {
      inUse.delete(volume);
      await inTurn(node, write);
    },
    async report() {
      written = '';
      await inTurn(node, write);
    },
  };
}
