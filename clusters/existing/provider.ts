import { apiClient } from '../../harness/api/client.ts';
import type { Cluster, ClusterProvider, Patience, StartOptions } from '../../harness/cluster.ts';
import { once } from '../../harness/lifetime.ts';
import { readClusterMetadata } from '../cluster-metadata.ts';
import { checkAlone, readVersion } from './check-cluster.ts';
import { type Choice, chooseContext, isLocalServer } from './choose-context.ts';
import { collectLogs } from './collect-logs.ts';
import { connectionTo } from './connection.ts';
import { detectCluster } from './detect-cluster.ts';
import { pinnedCopy } from './kubeconfig.ts';
import type { Mapping } from './mapping.ts';
import { mergeCapabilities } from './merge-capabilities.ts';
import { checkPermissions } from './permissions.ts';

export interface ExistingOptions extends Choice {
  /** The user's own facts about the cluster. */
  readonly mapping?: Mapping;
  /** Whether exclusive scenarios will run, which need more permissions; true when absent. */
  readonly exclusive?: boolean;
}

/** Simulators that `up` started poll as seldom as the real components. */
const onThisMachine: Patience = { within: 180_000, holding: 1_000 };
/** Disks, balancers and container groups of a cloud take minutes. */
const elsewhere: Patience = { within: 600_000, holding: 5_000 };

/** A running cluster, by the name of a kubeconfig context. It stays as it is; only our copy of the kubeconfig goes. */
export function existing(options: ExistingOptions): ClusterProvider {
  return { name: 'existing', start: (asked) => connect(options, asked) };
}

async function connect(options: ExistingOptions, asked: StartOptions): Promise<Cluster> {
  const { progress, signal } = asked;
  const { environment, mapping: declared, exclusive = true } = options;
  progress(`connecting to context ${options.context}`);
  signal.throwIfAborted();
  const context = await chooseContext(options);
  await using undo = new AsyncDisposableStack();
  const { path } = undo.use(await pinnedCopy(context));
  const connection = await connectionTo(context, { environment, signal });
  const api = undo.use(apiClient(connection));

  const kubernetes = await readVersion(api, context, asked);
  await checkPermissions(api, { context: context.name, exclusive });
  if (exclusive) await checkAlone(api, context.name);
  const [detected, metadata] = await Promise.all([detectCluster(api), readClusterMetadata(api)]);
  const itself = { name: 'kubernetes', version: kubernetes, simulated: false };
  const all = { ...detected, components: [itself, ...detected.components] };
  const { capabilities, components } = mergeCapabilities(all, { metadata, declared });
  signal.throwIfAborted();

  const owned = undo.move();
  return {
    name: 'existing',
    ...{ connection, api, kubernetes, capabilities, components },
    kubeconfig: path,
    patience: isLocalServer(context.cluster) ? onThisMachine : elsewhere,
    pace: metadata?.pace ?? 1,
    collectLogs: (directory) => collectLogs(api, directory),
    [Symbol.asyncDispose]: once(() => owned.disposeAsync()),
  };
}
