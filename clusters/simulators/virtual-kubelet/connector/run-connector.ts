import type { ApiClient } from '../../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../../harness/api/objects.ts';
import { type Resource, resources } from '../../../../harness/api/resources.ts';
import { watchAll } from '../../../../harness/api/watch.ts';
import type { Pod } from '../kubernetes.ts';
import { connector, connectorManifests } from './manifests.ts';

interface ConnectorOptions {
  /** Version of the image. */
  readonly version: string;
  /** Starts the process of a Pod that has this address. */
  readonly start: (address: string) => Promise<Disposable>;
  readonly log: (line: string) => void;
}

/** Applies the connector's Deployment and runs its process while one of its Pods is Ready. Disposing it ends the process. */
export async function runConnector(
  api: ApiClient,
  { version, start, log }: ConnectorOptions,
): Promise<AsyncDisposable> {
  const { serviceAccount, deployment } = connectorManifests(version);
  await apply(api, resources.ServiceAccount, serviceAccount);
  await apply(api, resources.Deployment, deployment);

  let wanted: Pod | undefined;
  let running: { readonly uid: string | undefined; readonly process: Disposable | undefined } | undefined;
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
    const uid = wanted?.metadata?.uid;
    if (running?.uid === uid) return;
    running?.process?.[Symbol.dispose]();
    running = undefined;
    const address = wanted?.status?.podIP;
    if (!address) return;
    try {
      running = { uid, process: await start(address) };
    } catch (error) {
      // As when a process dies at its start: the next change of its Pods starts another one.
      log(`the virtual kubelet did not start: ${(error as Error).message}`);
    }
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
