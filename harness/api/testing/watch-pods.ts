import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { apiClient } from '../client.ts';
import { type KubernetesObject, resources } from '../resources.ts';
import { type Watched, type WatchOptions, watchAll } from '../watch.ts';
import { type Script, scriptedServer } from './scripted-server.ts';

/** Watches the Pods of a scripted server and writes down what is reported: `ADDED web@11`, its name and version. */
export async function watchPods(script: Script, clock?: Clock) {
  const server = await scriptedServer(script);
  const api = apiClient({ server: server.url });
  const changes: string[] = [];
  const news = new PassThrough();
  let interruptions = 0;
  let resumptions = 0;
  const options: WatchOptions = {
    interrupted() {
      interruptions++;
      news.emit('news');
    },
    resumed: () => void resumptions++,
    ...(clock && { clock }),
  };
  const watched: Watched<KubernetesObject> = watchAll(
    api,
    resources.Pod,
    ({ type, object: { metadata } }) => {
      changes.push(`${type} ${metadata?.name}@${metadata?.resourceVersion}`);
      news.emit('news');
    },
    options,
  );
  return {
    server,
    requests: server.requests,
    changes,
    watched,
    get interruptions() {
      return interruptions;
    },
    get resumptions() {
      return resumptions;
    },
    async until(count: number) {
      while (changes.length < count) await once(news, 'news');
      // Whatever follows the last change, such as the next request, has been sent by then.
      await new Promise((resolve) => setTimeout(resolve, 80));
    },
    async untilInterrupted() {
      while (interruptions === 0) await once(news, 'news');
    },
    async [Symbol.asyncDispose]() {
      watched[Symbol.dispose]();
      await api[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
