import { join } from 'node:path';
import type { ApiClient } from '../../../harness/api/client.ts';
import { unlessAborted } from '../../../harness/lifetime.ts';
import type { RunningDriver } from '../../simulator/csi/driver.ts';
import type { NodeGetInfoResponseInput } from '../../simulator/csi/messages.ts';
import type { KindNode, KindNodes } from '../nodes.ts';
import type { NodePlugins } from './node-plugins.ts';
import type { PluginServer } from './plugin-process.ts';
import { type Expected, registered } from './registered.ts';
import { registrationService } from './registration-service.ts';

interface AttachOptions {
  readonly api: ApiClient;
  readonly nodes: Pick<KindNodes, 'list'>;
  readonly plugins: NodePlugins;
  readonly drivers: readonly RunningDriver[];
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

const kubelet = '/var/lib/kubelet';

/** Opens the drivers' sockets in all nodes, and resolves when every kubelet has registered each. */
export async function attachDrivers({ api, nodes, plugins, drivers, progress, signal }: AttachOptions): Promise<void> {
  const serving = plugins.start((node) => drivers.flatMap((driver) => socketsOf(driver, node, progress)));
  await unlessAborted(serving, signal);
  const all = nodes.list().flatMap((node) => drivers.map((driver) => expectedOf(driver, node)));
  await registered({ api, expected: await Promise.all(all), signal });
  const names = drivers.map(({ definition }) => definition.name).join(', ');
  progress(`the kubelets of ${nodes.list().length} nodes have registered ${names || 'no CSI driver'}`);
}

/** The driver's own socket first, as the kubelet asks it as soon as it finds the other. */
function socketsOf(driver: RunningDriver, node: KindNode, problem: (line: string) => void): readonly PluginServer[] {
  const { name } = driver.definition;
  const endpoint = join(kubelet, 'plugins', name, 'csi.sock');
  return [
    { socket: endpoint, services: driver.nodeServices(node.name) },
    {
      socket: join(kubelet, 'plugins_registry', `${name}-reg.sock`),
      services: [
        registrationService({ driver: name, endpoint, problem: (message) => problem(`${node.name}: ${message}`) }),
      ],
    },
  ];
}

async function expectedOf(driver: RunningDriver, { name: node }: KindNode): Promise<Expected> {
  const handlers = Object.assign({}, ...driver.nodeServices(node).map((service) => service.handlers)) as {
    nodeGetInfo(request: object): Promise<NodeGetInfoResponseInput>;
  };
  const { accessibleTopology } = await handlers.nodeGetInfo({});
  return {
    node,
    driver: driver.definition.name,
    topologyKeys: Object.keys(accessibleTopology?.segments ?? {}),
  };
}
