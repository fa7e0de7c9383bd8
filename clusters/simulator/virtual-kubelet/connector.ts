import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import type { ApiClient } from '../../../harness/api/client.ts';
import { type KubernetesObject, type Resource, resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Clock } from '../../../harness/clock.ts';
import type { Pod } from '../../../harness/kubernetes.ts';

const connector = { name: 'aci-connector-linux', namespace: 'kube-system' } as const;

/** An image and a command that SIGTERM ends immediately. */
export interface Placeholder {
  readonly image: string;
  readonly command: readonly string[];
}

/** The add-on's objects, with that version of the image or with a placeholder in its place. */
export function connectorManifests(version: string, placeholder?: Placeholder) {
  const text = readFileSync(new URL('connector.yaml', import.meta.url), 'utf8').replace('$VERSION', version);
  const [serviceAccount, deployment] = parseAllDocuments(text).map((document) => document.toJS());
  Object.assign(deployment.spec.template.spec.containers[0], placeholder);
  return { serviceAccount, deployment };
}

interface ConnectorOptions {
  /** Version of the image. */
  readonly version: string;
  readonly placeholder?: Placeholder;
  /** Starts the process of a Pod that has this address. */
  readonly start: (address: string) => Promise<Disposable>;
  /** Measures the pauses between starts that fail. */
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** The kubelet's pauses before it starts a container again: 10 s doubling to 5 min. */
const firstPause = 10_000;
const longestPause = 300_000;

/** Applies the connector's Deployment, and runs its process while one of its Pods is Ready, until it is disposed. */
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
  let retry = new AbortController();
  let converging = Promise.resolve();

  /** Processes start and end one after the other, so that there are never two. */
  const convergeNext = () => {
    converging = converging.then(converge);
    return converging;
  };
  const choose = () => {
    wanted = [...pods.objects.values()].find(isServing);
    void convergeNext();
  };
  const pods = watchAll<Pod>(api, resources.Pod, choose, {
    namespace: connector.namespace,
    labelSelector: `app=${connector.name}`,
    interrupted: (error) => log(error.message),
  });

  async function converge(): Promise<void> {
    retry.abort();
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
      retryLater(address);
    }
  }

  /** Starts the process again after a pause, or earlier when its Pods change. */
  function retryLater(address: string): void {
    const pause = failed?.address === address ? Math.min(failed.pause * 2, longestPause) : firstPause;
    failed = { address, pause };
    retry = new AbortController();
    // A change that converges earlier aborts the sleep.
    clock.sleep(pause, retry.signal).then(convergeNext, () => undefined);
  }

  return {
    async [Symbol.asyncDispose]() {
      pods[Symbol.dispose]();
      wanted = undefined;
      await convergeNext();
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
