import type { ApiClient } from '../../harness/api/client.ts';
import { untilPodsCanBeCreated } from '../control-plane/processes/readiness.ts';
import { untilReady } from '../control-plane/processes/ready-nodes.ts';
import type { PlannedNode } from './config/planned-nodes.ts';
import type { Registration } from './config/registration.ts';
import type { Docker } from './docker.ts';
import { hideControlPlane } from './start/hide-control-plane.ts';
import { keepOffVirtualNodes } from './start/keep-off-virtual-nodes.ts';
import { labelNode } from './start/label-node.ts';
import { letKubeletsRead } from './start/let-kubelets-read.ts';

export interface Settling {
  readonly api: ApiClient;
  readonly docker: Docker;
  readonly planned: readonly PlannedNode[];
  /** Of the topology's machines. */
  readonly registrations: readonly Registration[];
  readonly signal: AbortSignal;
}

/** Resolves when the cluster that kind has made is as the topology says, and every node is Ready. */
export async function settle({ api, docker, planned, registrations, signal }: Settling): Promise<void> {
  const hidden = planned.find(({ machine }) => !machine);
  const labelling: Promise<void>[] = [];
  const { promise: mislabelled, reject } = Promise.withResolvers<never>();
  const seen = (name: string) => {
    const registration = registrations.find((one) => one.name === name);
    if (!registration) return;
    const labelled = labelNode(api, registration);
    labelled.catch(reject);
    labelling.push(labelled);
  };
  const names = registrations.map(({ name }) => name);
  await Promise.all([
    Promise.race([mislabelled, untilReady(api, names, { seen, signal }).then(() => Promise.all(labelling))]),
    hidden && hideControlPlane(docker, hidden.container, api),
    keepOffVirtualNodes(api),
    letKubeletsRead(api),
    untilPodsCanBeCreated(api, signal),
  ]);
}
