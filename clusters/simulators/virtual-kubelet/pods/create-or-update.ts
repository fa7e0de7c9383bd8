import type { ApiClient } from '../../../../harness/api/client.ts';
import { resources } from '../../../../harness/api/resources.ts';
import { populateEnvironment } from '../environment/populate-environment.ts';
import type { Pod } from '../kubernetes.ts';
import type { Lookups } from '../lookups.ts';
import type { Profile } from '../profile.ts';
import { Refusal } from '../refusal.ts';
import type { Provider } from './provider.ts';
import type { PodReporter } from './reporter.ts';

interface Context {
  readonly api: ApiClient;
  readonly profile: Profile;
  readonly provider: Provider;
  readonly lookups: Lookups;
  readonly reporter: PodReporter;
  readonly log: (line: string) => void;
}

/**
 * Brings a Pod to the provider. Rejects when it is refused, after its status and an event tell so. On success only an event
 * tells: the status is left to the polls, and so a refused Pod's stays.
 */
export async function createOrUpdatePod(pod: Pod, context: Context): Promise<void> {
  const { profile, provider, lookups, reporter } = context;
  const environments = populateEnvironment(pod, {
    lookups,
    missingReferences: profile.missingReferences,
    report: (reason, message) => reporter.warned(pod, reason, message),
  });

  // Azure takes no updates: what is there already stays as it is.
  if (isThere(pod, provider)) return reporter.updated(pod);
  try {
    await provider.create(pod, environments);
  } catch (error) {
    if (error instanceof Refusal) await refuse(pod, error.message, context);
    throw error;
  }
  reporter.created(pod);
}

/** An error of the look-up passes for "not there". */
function isThere({ metadata = {} }: Pod, provider: Provider): boolean {
  try {
    return provider.has(metadata.namespace ?? '', metadata.name ?? '');
  } catch {
    return false;
  }
}

async function refuse(pod: Pod, message: string, { api, profile, reporter, log }: Context): Promise<void> {
  const { namespace = '', name = '' } = pod.metadata ?? {};
  const phase = pod.spec?.restartPolicy === 'Never' ? 'Failed' : 'Pending';
  const refused = {
    ...pod,
    metadata: { ...pod.metadata, resourceVersion: '' },
    status: { ...pod.status, phase, reason: profile.refusedReason, message },
  };
  try {
    await api.replace(resources.Pod, { namespace, name, subresource: 'status' }, refused);
  } catch (error) {
    log(`could not tell ${namespace}/${name} that it is refused: ${(error as Error).message}`);
  }
  reporter.createFailed(pod, message);
}
