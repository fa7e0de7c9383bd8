import type { ApiClient } from '../../../../harness/api/client.ts';
import { type KubernetesObject, type Resource, resources } from '../../../../harness/api/resources.ts';
import { watchAll } from '../../../../harness/api/watch.ts';
import type { Clock } from '../../../../harness/clock.ts';
import type { Pod } from '../kubernetes.ts';
import { connector, connectorManifests, type Placeholder } from './manifests.ts';

interface ConnectorOptions {
  /** Version of the image. */
  readonly version: string;
  readonly placeholder?: Placeholder;
  /** Starts the process of a Pod that has this address. */
  readonly start: (address: string) => Promise<Disposable>;
  /** Measures how long a start that failed is left alone. */
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** As the kubelet waits before it starts a container again: 10 s doubling to 5 min. */
const firstPause = 10_000;
const longestPause = 300_000;

/** Applies the connector's Deployment and runs its process while one of its Pods is Ready. Disposing it ends the process. */
export async function runConnector(
  api: ApiClient,
  { version, placeholder, start, clock, log }: ConnectorOptions,
): Promise<AsyncDisposable> {
  const { serviceAccount, deployment } = connectorManifests(version, placeholder);
  await apply(api, resources.ServiceAccount, serviceAccount);
  await apply(api, resources.Deployment, deployment);

  let wanted: Pod | undefined;
  let running: { readonly uid: string | undefined; readonly process: Disposable | undefined } | undefined;
  let failed: { readonly address: string; readonly pause: number } | undefined;
  let again = new AbortController();
  let turn = Promise.resolve();
  const pods = watchAll<Pod>(api, resources.Pod, () => choose(), {
    namespace: connector.namespace,
    labelSelector: `app=${connector.name}`,
    interrupted: (error) => log(error.message),
  });

  /** Processes start and end one after the other, so that there are never two. */
  function choose(): void {
    wanted = [...pods.objects.values()].find(isServing);
    turn = turn.then(converge);
  }

  async function converge(): Promise<void> {
    again.abort();
    const uid = wanted?.metadata?.uid;
    if (running?.uid === uid) return;
    running?.process?.[Symbol.dispose]();
    running = undefined;
    const address = wanted?.status?.podIP;
    if (!address) return;
    try {
      running = { uid, process: await start(address) };
      failed = undefined;
    } catch (error) {
      log(`the virtual kubelet did not start: ${(error as Error).message}`);
      later(address);
    }
  }

  /** As when a process dies at its start: it is started again after a while, or when its Pods change. */
  function later(address: string): void {
    const pause = failed?.address === address ? Math.min(failed.pause * 2, longestPause) : firstPause;
    failed = { address, pause };
    again = new AbortController();
    const next = () => {
      turn = turn.then(converge);
    };
    // Whoever comes earlier calls it off.
    clock.sleep(pause, again.signal).then(next, () => undefined);
  }

  return {
    async [Symbol.asyncDispose]() {
      pods[Symbol.dispose]();
      wanted = undefined;
      turn = turn.then(converge);
      await turn;
    },
  };
}

/** A Pod that is being deleted has had its SIGTERM. */
function isServing({ metadata, status }: Pod): boolean {
  const ready = status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  return ready === true && status?.phase === 'Running' && !metadata?.deletionTimestamp && Boolean(status.podIP);
}

function apply(api: ApiClient, resource: Resource, object: KubernetesObject): Promise<KubernetesObject> {
  return api.patch(resource, connector, {
    type: 'apply',
    body: object,
    query: { fieldManager: 'plimsoll-aks-add-on', force: true },
  });
}
