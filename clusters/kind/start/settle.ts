import type { ApiClient } from '../../../harness/api/client.ts';
import { untilPodsCanBeCreated } from '../../embedded/start/readiness.ts';
import type { PlannedNode } from '../config/machines.ts';
import type { Registration } from '../config/registration.ts';
import type { Docker } from '../docker/docker.ts';
import { hideControlPlane } from './hide-control-plane.ts';
import { keepOffVirtualNodes } from './keep-off-virtual-nodes.ts';
import { labelNode } from './label-node.ts';
import { letKubeletsRead } from './let-kubelets-read.ts';
import { untilReady } from './ready-nodes.ts';

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
