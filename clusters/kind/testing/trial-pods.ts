import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ApiClient } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/resources.ts';
import { pathOf, type Resource, resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Pod } from '../../../harness/kubernetes.ts';

type Object = KubernetesObject & Record<string, unknown>;

/** A claim of a class of that name, which is made with it. */
export interface WantedClaim {
  readonly name: string;
  readonly provisioner: string;
  readonly mode: 'ReadWriteOnce' | 'ReadWriteMany';
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface WantedPod {
  readonly name: string;
  /** Run by a shell that sees the volume at /data, with its errors in its output: the order of two streams is lost. */
  readonly script: string;
  readonly volume: object;
  readonly readOnly?: boolean;
  readonly node?: string;
  readonly security?: object;
}

export interface Ran {
  readonly phase: string;
  readonly node: string;
  readonly log: string;
}

const namespace = 'default';

export async function claim(api: ApiClient, { name, provisioner, mode, parameters = {} }: WantedClaim): Promise<void> {
  const storageClass: Object = {
    ...object('storage.k8s.io/v1', 'StorageClass', name),
    ...{ provisioner, parameters, volumeBindingMode: 'WaitForFirstConsumer' },
  };
  await api.create(resources.StorageClass, storageClass);
  const wanted = { accessModes: [mode], storageClassName: name, resources: { requests: { storage: '1Gi' } } };
  await api.create(resources.PersistentVolumeClaim, {
    ...inNamespace('v1', 'PersistentVolumeClaim', name),
    spec: wanted,
  } as Object);
}

/** Runs a pod to its end and deletes it; resolves when it is gone. */
export async function run(api: ApiClient, wanted: WantedPod): Promise<Ran> {
  await api.create(resources.Pod, podOf(wanted));
  const reference = { name: wanted.name, namespace };
  const ended = await until<Pod>(api, resources.Pod, wanted.name, (pod) =>
    ['Succeeded', 'Failed'].includes(pod?.status?.phase ?? ''),
  );
  const log = await text(Readable.from(await api.stream(pathOf(resources.Pod, { ...reference, subresource: 'log' }))));
  await api.delete(resources.Pod, reference);
  await until<Pod>(api, resources.Pod, wanted.name, (pod) => pod === undefined);
  return { phase: ended?.status?.phase ?? '', node: ended?.spec?.nodeName ?? '', log };
}

/** Resolves when the object of that name, or its absence, is as it is wanted. */
export async function until<T>(
  api: ApiClient,
  resource: Resource,
  name: string,
  isSo: (object: T | undefined) => boolean,
): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<T | undefined>();
  const look = () => {
    const [found] = watched.objects.values();
    if (isSo(found as T | undefined)) resolve(found as T | undefined);
  };
  using watched = watchAll(api, resource, () => look(), { fieldSelector: `metadata.name=${name}` });
  await watched.ready;
  look();
  return await promise;
}

function podOf({ name, script, volume, readOnly = false, node, security }: WantedPod): Object {
  return {
    ...inNamespace('v1', 'Pod', name),
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      ...(node && { nodeSelector: { 'kubernetes.io/hostname': node } }),
      ...(security && { securityContext: security }),
      containers: [
        {
          name: 'shell',
          image: 'busybox:1.35.0',
          command: ['sh', '-c', `exec 2>&1; ${script}`],
          volumeMounts: [{ name: 'data', mountPath: '/data', readOnly }],
        },
      ],
      volumes: [{ name: 'data', ...volume }],
    },
  };
}

function object(apiVersion: string, kind: string, name: string): KubernetesObject {
  return { apiVersion, kind, metadata: { name } };
}

function inNamespace(apiVersion: string, kind: string, name: string): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace } };
}
