import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { asStatus, type Service } from '../../simulator/csi/grpc.ts';
import type { Call, FromPlugin, Mount, Order, ToPlugin, Unmount } from './messages.ts';

/** A socket in a node and what answers there, in this process. */
export interface PluginServer {
  readonly socket: string;
  readonly services: readonly Service[];
}

/** The host's end of a plugin that runs in a node. */
export interface PluginProcess extends AsyncDisposable {
  /** From the node's kernel at the last call, and from the orders since. */
  isMounted(path: string): boolean;
  /** Rejects with the error of mount(8), or when the plugin has ended. */
  order(work: Order['work']): Promise<void>;
  /** Resolves with the reason when it has ended, and does nothing any more. */
  readonly ended: Promise<string>;
}

/** Resolves when the plugin serves; rejects with its output when it ends before. `longestEnd` is in milliseconds. */
export async function runPlugin(
  child: ChildProcess,
  servers: readonly PluginServer[],
  { longestEnd = 5_000 }: { readonly longestEnd?: number } = {},
): Promise<PluginProcess> {
  const methods = servers.map(({ services }) => new Map(services.flatMap(methodsOf)));
  const orders = new Map<number, { readonly work: Mount | Unmount; readonly done: (error?: string) => void }>();
  const mounts = new Set<string>();
  const serving = Promise.withResolvers<void>();
  let complaint = '';
  let ordered = 0;
  child.stderr?.on('data', (text: Buffer) => {
    complaint = `${complaint}${text}`.slice(-2_000);
  });
  // What is written to a plugin that has ended is lost; `ended` reports it.
  child.stdin?.on('error', () => undefined);

  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(`it ended with ${signal ?? code}: ${complaint.trim() || 'no word'}`));
  });
  void ended.then((why) => {
    serving.reject(new Error(`the CSI plugin did not start: ${why}`));
    for (const { done } of orders.values()) done(`the CSI plugin is gone: ${why}`);
  });

  const send = (message: ToPlugin) => void child.stdin?.write(`${JSON.stringify(message)}\n`);
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => {
      // Docker says there, too, why it could not start the plugin.
      if (line.startsWith('{')) hear(JSON.parse(line) as FromPlugin);
      else complaint = `${complaint}${line}\n`.slice(-2_000);
    });
  send({
    kind: 'serve',
    servers: servers.map(({ socket }, index) => ({ socket, methods: [...(methods[index]?.keys() ?? [])] })),
  });
  await serving.promise;

  return {
    isMounted: (path) => mounts.has(path),
    async order(work) {
      const order = ++ordered;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      orders.set(order, { work, done: (error) => (error === undefined ? resolve() : reject(new Error(error))) });
      if (child.exitCode === null && child.signalCode === null) send({ kind: 'order', order, work });
      else reject(new Error('the CSI plugin is gone'));
      await promise.finally(() => orders.delete(order));
    },
    ended,
    async [Symbol.asyncDispose]() {
      child.stdin?.end();
      // One that is stuck, in a mount for instance, must not keep the whole cluster.
      const killing = setTimeout(() => child.kill('SIGKILL'), longestEnd);
      await ended;
      clearTimeout(killing);
    },
  };

  function hear(message: FromPlugin): void {
    if (message.kind === 'serving') serving.resolve();
    else if (message.kind === 'call') {
      mounts.clear();
      for (const path of message.mounts) mounts.add(path);
      void answered(message).then(send);
    } else {
      const { work, done } = orders.get(message.order) ?? {};
      // Before the caller goes on.
      if (message.error === undefined && work?.kind === 'mount') mounts.add(work.to);
      if (message.error === undefined && work?.kind === 'unmount') mounts.delete(work.path);
      done?.(message.error);
    }
  }

  async function answered({ call, server, method, request }: Call): Promise<ToPlugin> {
    try {
      const known = methods[server]?.get(method);
      if (!known) throw new Error(`no service answers ${method}`);
      const answer = await known.handler(known.requestDeserialize(Buffer.from(request, 'base64')) as never);
      return { kind: 'answer', call, response: known.responseSerialize(answer).toString('base64') };
    } catch (error) {
      return { kind: 'answer', call, error: asStatus(error) };
    }
  }
}

function methodsOf({ definition, handlers }: Service) {
  return Object.entries(definition).flatMap(([name, { path, requestDeserialize, responseSerialize }]) => {
    const handler = handlers[name.replace(/^./, (first) => first.toLowerCase())];
    return handler ? [[path, { handler, requestDeserialize, responseSerialize }] as const] : [];
  });
}
