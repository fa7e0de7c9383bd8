import { expect } from 'chai';
import type { ApiClient } from '../harness/api/client.ts';
import type { Capability, Cluster, ClusterProvider, Simulator } from '../harness/cluster.ts';
import { simulating } from './simulating.ts';

const events: string[] = [];

/** A cluster whose API shows one CSI driver and nothing else. */
const provider: ClusterProvider = {
  name: 'empty',
  async start({ pace }) {
    events.push('started');
    const list = async ({ kind }: { kind: string }) => ({
      items: kind === 'CSIDriver' ? [{ metadata: { name: 'file.csi.azure.com' } }] : [],
    });
    return {
      name: 'empty',
      api: { list } as unknown as ApiClient,
      capabilities: new Set(),
      components: [{ name: 'kubernetes', version: '1.37.2', simulated: false }],
      pace,
      [Symbol.asyncDispose]: async () => void events.push('disposed'),
    } as unknown as Cluster;
  },
};

interface Behaviour {
  readonly version?: string;
  readonly capabilities?: readonly Capability[];
  readonly attach?: () => Promise<void>;
}

function simulator(name: string, { version = '1.0.0', capabilities = [], attach }: Behaviour = {}): Simulator {
  return {
    component: { name, version, simulated: true },
    capabilities,
    async attachTo() {
      events.push(`attaching ${name}`);
      await attach?.();
      return { [Symbol.asyncDispose]: async () => void events.push(`detached ${name}`) };
    },
  };
}

const start = (simulators: readonly Simulator[], signal = new AbortController().signal) =>
  simulating(provider, simulators).start({ pace: 10, progress: () => undefined, signal });
const failureOf = (starting: Promise<Cluster>) =>
  starting.then(
    () => 'it started',
    (error: Error) => error.message,
  );

describe('simulating', () => {
  beforeEach(() => {
    events.length = 0;
  });

  it('adds what the simulators stand for to what the cluster shows', async () => {
    await using cluster = await start([simulator('a', { capabilities: ['traffic'] }), simulator('b')]);
    expect([...cluster.capabilities]).to.have.members(['azure-files', 'traffic']);
    expect(cluster.components.map(({ name, simulated }) => [name, simulated])).to.deep.equal([
      ['kubernetes', false],
      ['a', true],
      ['b', true],
    ]);
  });

  it('attaches all in parallel, as one may wait for another', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waits = simulator('waits', { attach: () => promise });
    const frees = simulator('frees', { attach: async () => resolve() });
    await using _ = await start([waits, frees]);
    expect(events).to.deep.equal(['started', 'attaching waits', 'attaching frees']);
  });

  it('detaches in reverse order, then stops the cluster, once', async () => {
    const cluster = await start([simulator('a'), simulator('b')]);
    await Promise.all([cluster[Symbol.asyncDispose](), cluster[Symbol.asyncDispose]()]);
    expect(events.slice(3)).to.deep.equal(['detached b', 'detached a', 'disposed']);
  });

  it('names the simulators that could not be attached, and undoes the others', async () => {
    const fails = simulator('b', { attach: () => Promise.reject(new Error('no such subnet')) });
    expect(await failureOf(start([simulator('a'), fails]))).to.equal('could not attach b: no such subnet');
    expect(events.slice(-2)).to.deep.equal(['detached a', 'disposed']);
  });

  it('names the capability that is declared and not there', async () => {
    const failure = await failureOf(start([simulator('a', { capabilities: ['virtual-node', 'azure-files'] })]));
    expect(failure).to.contain('a declares virtual-node, and nothing of the kind is there');
    expect(failure).not.to.contain('azure-files');
    expect(events.slice(-2)).to.deep.equal(['detached a', 'disposed']);
  });

  it('names the version that is declared and not there', async () => {
    const failure = await failureOf(start([simulator('azure-aci', { version: '1.4.8' })]));
    expect(failure).to.contain('azure-aci declares version 1.4.8, and none is there');
  });

  it('does not wait for a simulator after an abort, and detaches it once it is attached', async () => {
    const abort = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    const { promise: detached, resolve: detach } = Promise.withResolvers<void>();
    const slow: Simulator = {
      ...simulator('slow'),
      async attachTo() {
        abort.abort(new Error('never mind'));
        await promise;
        return { [Symbol.asyncDispose]: async () => detach() };
      },
    };
    expect(await failureOf(start([slow], abort.signal))).to.equal('never mind');
    expect(events).to.deep.equal(['started', 'disposed']);
    resolve();
    await detached;
  });
});
