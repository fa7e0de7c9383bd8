import { Agent } from 'undici';

/** The keys of an etcd that listens on a unix socket, through its JSON gateway: https://etcd.io/docs/latest/dev-guide/api_grpc_gateway */
export interface EtcdKeys extends AsyncDisposable {
  /** Every key, in order. */
  list(): Promise<readonly string[]>;
  remove(key: string): Promise<void>;
}

export function etcdKeys(socketPath: string): EtcdKeys {
  const agent = new Agent({ connect: { socketPath } });
  async function post<T>(path: string, body: object): Promise<T> {
    const response = await agent.request({
      origin: 'http://etcd',
      path,
      method: 'POST',
      body: JSON.stringify(body),
    });
    const answer = await response.body.text();
    if (response.statusCode !== 200)
      throw new Error(`etcd answered ${response.statusCode} to ${path}: ${answer.trim()}`);
    return JSON.parse(answer) as T;
  }

  return {
    async list() {
      // A zero byte stands for the first key, and as the end of the range for the last.
      const range = { key: 'AA==', range_end: 'AA==', keys_only: true };
      const { kvs = [] } = await post<{ kvs?: { key: string }[] }>('/v3/kv/range', range);
      return kvs.map(({ key }) => Buffer.from(key, 'base64').toString());
    },
    async remove(key) {
      await post('/v3/kv/deleterange', { key: Buffer.from(key).toString('base64') });
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}
