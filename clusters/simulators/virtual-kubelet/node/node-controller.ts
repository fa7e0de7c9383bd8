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
/** Milliseconds from the creation of a node that was deleted to its status, as recorded. */
const pauseAfterRecreation = 1_000;

/** Registers the node, then sends its status every minute and renews its lease every ten seconds until aborted. */
export async function runNodeController(options: NodeControllerOptions): Promise<void> {
  const { api, profile, identity, clock, signal, log } = options;
  const { name } = identity;
  let present: Node;

  async function patch(up: boolean): Promise<void> {
    for (;;) {
      const node = await api.get<Node>(resources.Node, { name });
      const body = statusPatch(nodeObject(profile, { ...identity, now: clock.now(), up }), node);
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

  /** The node as the process made it at its start, its heartbeat included. */
  const create = () =>
    api.create<Node>(resources.Node, nodeObject(profile, { ...identity, now: identity.started, up: false }));

  async function register(): Promise<void> {
    try {
      await patch(false);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      present = await create();
    }
  }

  async function sendStatus(): Promise<void> {
    try {
      await patch(true);
    } catch (error) {
      if (!profile.recreatesNode || !isNotFound(error)) throw error;
      // The lease keeps its owner until the patch: only its answer replaces the node that the process knows.
      await create();
      await clock.sleep(pauseAfterRecreation, signal);
      await patch(true);
    }
  }

  async function sendStatuses(): Promise<never> {
    for (;;) {
      await clock.sleep(statusInterval, signal);
      await sendStatus().catch((error: Error) => {
        if (!signal.aborted) log(`node status: ${error.message}`);
      });
    }
  }

  await register();
  const stopped = (error: Error) => {
    if (!signal.aborted) log(error.message);
  };
  keepLease({ api, clock, signal, log, node: () => present }).catch(stopped);
  if (profile.whenUp) await patch(true);
  sendStatuses().catch(stopped);
}
