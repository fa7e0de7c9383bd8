import { condition, conditionInWords } from './condition.ts';
import type { Expectation } from './expectation.ts';
import type { Saying } from './expectation-of.ts';
import type { Deployment } from './kinds.ts';

/** What its Pods amount to in the Deployment's own status. */
export function availability(expecting: (saying: Saying<Deployment>) => Expectation) {
  return {
    isAvailable: () => expecting(available),
    isReadyButNotAvailable: () => expecting(readyButNotAvailable),
  };
}

const available: Saying<Deployment> = {
  says: 'is available with all its replicas',
  look: (deployment) => ({
    met: isAvailable(deployment, 'True') && deployment.status?.availableReplicas === deployment.spec?.replicas,
    saw: inWords(deployment),
  }),
};

/** Every replica is ready, and none has counted as available for as long as minReadySeconds asks. */
const readyButNotAvailable: Saying<Deployment> = {
  says: 'has all its replicas ready, and none available',
  look(deployment) {
    const { readyReplicas, availableReplicas = 0 } = deployment.status ?? {};
    const ready = readyReplicas === deployment.spec?.replicas && availableReplicas === 0;
    return { met: ready && isAvailable(deployment, 'False'), saw: inWords(deployment) };
  },
};

function isAvailable({ status }: Deployment, value: string): boolean {
  return condition(status?.conditions, 'Available')?.status === value;
}

function inWords({ spec, status }: Deployment): string {
  const { readyReplicas = 0, availableReplicas = 0, conditions } = status ?? {};
  const stated = condition(conditions, 'Available');
  const counts = `${readyReplicas} ready and ${availableReplicas} available of ${spec?.replicas ?? 1}`;
  return stated ? `${counts}, ${conditionInWords(stated)}` : counts;
}
