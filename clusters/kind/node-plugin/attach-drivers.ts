import { join } from 'node:path';
import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { CSINode, Node } from '../../../harness/kubernetes.ts';
import { unlessAborted } from '../../../harness/lifetime.ts';
import type { RunningDriver } from '../../simulator/csi/driver.ts';
import { protocol, type Service } from '../../simulator/csi/grpc.ts';
import type { NodeGetInfoResponseInput } from '../../simulator/csi/messages.ts';
import type { KindNode, KindNodes } from '../nodes/nodes.ts';
import type { NodePlugins } from './node-plugins.ts';
import type { PluginServer } from './plugin-process.ts';

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
  await registered(await Promise.all(all), { api, signal });
  const names = drivers.map(({ definition }) => definition.name).join(', ');
  progress(`the kubelets of ${nodes.list().length} nodes have registered ${names || 'no CSI driver'}`);
}

/** The driver's own socket comes first: the kubelet calls it as soon as it finds the other. */
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
  return { node, driver: driver.definition.name, topologyKeys: Object.keys(accessibleTopology?.segments ?? {}) };
}

interface Registration {
  readonly driver: string;
  readonly endpoint: string;
  /** Called with why the kubelet does not register the driver; it tries again. */
  readonly problem: (message: string) => void;
}

/** Introduces a driver to a kubelet, as https://github.com/kubernetes-csi/node-driver-registrar does. */
export function registrationService({ driver, endpoint, problem }: Registration): Service {
  return {
    definition: protocol().registration,
    handlers: {
      getInfo: () => ({ type: 'CSIPlugin', name: driver, endpoint, supportedVersions: ['1.0.0'] }),
      notifyRegistrationStatus({ pluginRegistered, error }: { pluginRegistered: boolean; error: string }) {
        if (!pluginRegistered) problem(`the kubelet does not register ${driver}: ${error}`);
        return {};
      },
    },
  };
}

export interface Expected {
  readonly node: string;
  readonly driver: string;
  /** As the driver's NodeGetInfo names them. */
  readonly topologyKeys: readonly string[];
}

/** Milliseconds that kubelets may take to register drivers. */
const longest = 60_000;

/** What a cloud's controller takes away when it has initialized a Node: k8s.io/cloud-provider/api */
const uninitialized = 'node.cloudprovider.kubernetes.io/uninitialized';

/** Resolves when every driver is in its CSINodes, and no Node waits for its cloud; rejects with what is missing. */
async function registered(
  expected: readonly Expected[],
  { api, signal }: Pick<AttachOptions, 'api' | 'signal'>,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const lacking = () => missing(expected, csiNodes.objects.values(), nodes.objects.values());
  const look = () => void (lacking().length > 0 || resolve());
  using nodes = watchAll<Node>(api, resources.Node, look);
  using csiNodes = watchAll<CSINode>(api, resources.CSINode, look);
  const timer = setTimeout(() => {
    const what = lacking().join('; ');
    reject(new Error(`expected all CSI drivers to be registered within ${longest} ms, but ${what}`));
  }, longest);
  try {
    const listed = Promise.all([nodes.ready, csiNodes.ready]).then(look);
    await unlessAborted(Promise.race([promise, listed.then(() => promise)]), signal);
  } finally {
    clearTimeout(timer);
  }
}

export function missing(
  expected: readonly Expected[],
  csiNodes: Iterable<CSINode>,
  nodes: Iterable<Node>,
): readonly string[] {
  const byNode = new Map([...csiNodes].map(({ metadata, spec }) => [metadata?.name, spec?.drivers ?? []]));
  const drivers = expected.flatMap(({ node, driver, topologyKeys }) => {
    const present = byNode.get(node)?.find(({ name }) => name === driver);
    if (!present) return [`CSINode ${node} has no ${driver}`];
    const [found, wanted] = [present.topologyKeys ?? [], topologyKeys].map((keys) => keys.toSorted().join(', '));
    if (found === wanted) return [];
    return [`CSINode ${node} has ${driver} with the topology keys ${found || 'none'}, not ${wanted || 'none'}`];
  });
  const waiting = [...nodes].flatMap(({ metadata, spec }) =>
    spec?.taints?.some(({ key }) => key === uninitialized) ? [`Node ${metadata?.name} waits for its cloud`] : [],
  );
  return [...drivers, ...waiting];
}
