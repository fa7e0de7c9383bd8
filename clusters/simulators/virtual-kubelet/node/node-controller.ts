import { type ApiClient, isConflict, isNotFound } from '../../../../harness/api/client.ts';
import { resources } from '../../../../harness/api/resources.ts';
import type { Clock } from '../../../../harness/clock.ts';
import type { Node } from '../kubernetes.ts';
import { keepLease } from './lease.ts';
import { type NodeIdentity, nodeObject } from './node-object.ts';
import type { NodeProfile } from './node-profile.ts';
import { statusPatch } from './status-patch.ts';

interface NodeControllerOptions {
  readonly api: ApiClient;
  readonly profile: NodeProfile;
  readonly identity: NodeIdentity;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

const statusInterval = 60_000;

/** Registers the node, then sends its status every minute and renews its lease every ten seconds until aborted. */
export async function runNodeController(options: NodeControllerOptions): Promise<void> {
  const { api, profile, identity, clock, signal, log } = options;
  const { name } = identity;
  let present: Node;

  const wanted = (up: boolean) => nodeObject(profile, { ...identity, now: clock.now(), up });

  async function patch(up: boolean): Promise<void> {
    for (;;) {
      const node = await api.get<Node>(resources.Node, { name });
      const body = statusPatch(wanted(up), node);
      try {
        present = await api.patch<Node>(
          resources.Node,
          { name, subresource: 'status' },
          { type: 'strategic-merge', body },
        );
        return;
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    }
  }

  async function create(up: boolean): Promise<void> {
    present = await api.create<Node>(resources.Node, wanted(up));
  }

  async function register(): Promise<void> {
    try {
      await patch(false);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await create(false);
    }
  }

  async function sendStatus(): Promise<void> {
    for (;;) {
      await clock.sleep(statusInterval, signal);
      try {
        await patch(true);
      } catch (error) {
        log(`node status: ${(error as Error).message}`);
        if (profile.recreatesNode && isNotFound(error)) await create(true);
      }
    }
  }

  await register();
  const stopped = (error: Error) => {
    if (!signal.aborted) log(error.message);
  };
  keepLease({ api, clock, signal, log, node: () => present }).catch(stopped);
  if (profile.whenUp) await patch(true);
  sendStatus().catch(stopped);
}
