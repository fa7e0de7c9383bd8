import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiClient, RequestOptions } from '../../harness/api/client.ts';
import { pathOf, resources } from '../../harness/api/resources.ts';
import type { Pod } from '../../harness/kubernetes.ts';

const namespace = 'kube-system';
/** A DaemonSet has a Pod on each of a thousand nodes. */
const mostPods = 50;
const longestLog = { tailLines: 5_000, limitBytes: 4 * 1024 * 1024 };

/** Writes the API server's own checks and the logs of kube-system, or the reason where one cannot be read. */
export async function collectLogs(api: ApiClient, directory: string): Promise<void> {
  const save = async (file: string, path: string, options: RequestOptions = {}) => {
    const parts = api.stream(path, options).then((stream) => Array.fromAsync(stream));
    const text = await parts.then(Buffer.concat, (error: Error) => `could not be read: ${error.message}\n`);
    await writeFile(join(directory, file), text);
  };
  await save('kube-apiserver-readyz.txt', '/readyz', { query: { verbose: true } });
  await save(`${namespace}-events.json`, pathOf(resources.Event, { namespace }));
  await save('nodes.json', pathOf(resources.Node));
  const { items } = await api.list<Pod>(resources.Pod, { namespace }).catch(() => ({ items: [] }));
  for (const { metadata: { name = '' } = {}, spec } of items.slice(0, mostPods))
    for (const { name: container } of spec?.containers ?? [])
      await save(`${name}_${container}.log`, pathOf(resources.Pod, { namespace, name, subresource: 'log' }), {
        query: { container, ...longestLog },
      });
}
