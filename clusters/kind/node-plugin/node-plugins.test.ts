import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { expect } from 'chai';
import { clockAt } from '../../../harness/clock.ts';
import { ebs } from '../../clouds/aws/ebs.ts';
import { csiClient } from '../../simulator/csi/client.ts';
import { startDriver } from '../../simulator/csi/driver.ts';
import { protocol } from '../../simulator/csi/grpc.ts';
import { oneNode } from '../testing/plugin-node.ts';
import { registrationService } from './attach-drivers.ts';
import { nodePlugins } from './node-plugins.ts';

describe('nodePlugins', function () {
  this.timeout(20_000);

  it('answer kubelets with the driver on the host', async () => {
    await using on = await plugins();
    const client = csiClient(on.socket('node1'));
    const info = await client.nodeGetInfo({});
    expect(info.nodeId).to.equal(on.cloud.machines.get('node1')?.id);
    expect((await client.getPluginInfo({})).name).to.equal('ebs.csi.aws.com');
    const refusal = await client.nodePublishVolume({ volumeId: 'vol-1' }).catch((error: Error) => error.message);
    expect(refusal).to.equal('rpc error: code = InvalidArgument desc = Staging target not provided');
    client.close();
  });

  it('introduce drivers, and hear why one is not taken', async () => {
    await using on = await plugins();
    const registration = new Client(`unix:${on.socket('node1')}-reg`, credentials.createInsecure());
    const call = (name: string, request: object) =>
      new Promise<unknown>((resolve, reject) => {
        const method = protocol().registration[name];
        if (!method) throw new Error(`expected the method ${name}`);
        const { path, requestSerialize, responseDeserialize } = method;
        registration.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, answer) =>
          error ? reject(error) : resolve(answer),
        );
      });
    expect(await call('GetInfo', {})).to.deep.equal({
      type: 'CSIPlugin',
      name: 'ebs.csi.aws.com',
      endpoint: '/csi.sock',
      supportedVersions: ['1.0.0'],
    });
    await call('NotifyRegistrationStatus', { pluginRegistered: true });
    expect(on.problems).to.deep.equal([]);
    await call('NotifyRegistrationStatus', { pluginRegistered: false, error: 'too late' });
    expect(on.problems).to.deep.equal(['the kubelet does not register ebs.csi.aws.com: too late']);
    registration.close();
  });

  it('come back when they end, and go with their node', async () => {
    await using on = await plugins();
    const [first] = on.processes;
    first?.kill('SIGKILL');
    const again = await on.spawned(2);
    const client = csiClient(on.socket('node1'));
    await eventually(() => client.nodeGetInfo({}));
    client.close();
    const gone = new Promise((resolve) => again.once('close', resolve));
    on.notify('removed');
    await gone;
    expect(on.processes).to.have.length(2);
  });

  it('run in a node that comes back', async () => {
    await using on = await plugins();
    const gone = new Promise((resolve) => on.processes[0]?.once('close', resolve));
    on.notify('stopped');
    await gone;
    on.notify('started');
    await on.spawned(2);
    const client = csiClient(on.socket('node1'));
    await eventually(() => client.nodeGetInfo({}));
    client.close();
  });

  it('end the start when one cannot run in its node', async () => {
    const problems: string[] = [];
    const problem = (line: string) => void problems.push(line);
    const { nodes } = oneNode();
    await using all = nodePlugins({ nodes, volumes: '/none', command: ['/bin/false'], problem, clock: clockAt(1_000) });
    const error = await all.start(() => []).catch((error: Error) => error);
    expect(error)
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.matches(/^no CSI plugin runs on node1: ./);
    expect(problems).to.have.lengthOf(1);
  });

  it('refuse to mount on a machine where none runs', async () => {
    await using on = await plugins();
    expect(() => on.all.mounter('node2').isMounted('/x')).to.throw('no CSI plugin runs on node2');
    expect(
      await on.all
        .mounter('node1')
        .unmount('/none')
        .catch((error: Error) => error.message),
    ).to.equal(undefined);
  });
});

/** The plugin of one node, with a driver. */
async function plugins() {
  await using undo = new AsyncDisposableStack();
  const { path: directory } = undo.use(await mkdtempDisposable(join(tmpdir(), 'plimsoll-np-')));
  const { cloud, nodes, processes, spawned, notify } = oneNode();
  const problems: string[] = [];
  const command = [process.execPath, join(import.meta.dirname, 'plugin.ts')];
  const all = undo.use(nodePlugins({ nodes, volumes: directory, command, problem: (line) => problems.push(line) }));
  const driver = undo.use(await startDriver(ebs, { cloud, directory: join(directory, 'host'), mounter: all.mounter }));
  const socket = (name: string) => join(directory, `${name}.sock`);
  const problem = (line: string) => problems.push(line);
  await all.start(({ name }) => [
    { socket: socket(name), services: driver.nodeServices(name) },
    {
      socket: `${socket(name)}-reg`,
      services: [registrationService({ driver: ebs.name, endpoint: '/csi.sock', problem })],
    },
  ]);
  expect(await readdir(directory)).to.include.members(['node1.sock', 'node1.sock-reg']);
  const owned = undo.move();
  return {
    all,
    cloud,
    problems,
    processes,
    socket,
    notify,
    spawned,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A plugin that has just been spawned needs a moment to open its sockets. */
async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await new Promise(setImmediate);
    }
  }
}
