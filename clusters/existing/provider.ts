import { apiClient } from '../../harness/api/client.ts';
import type { Cluster, ClusterProvider, Patience, StartOptions } from '../../harness/cluster.ts';
import { readClusterMetadata } from '../cluster-metadata.ts';
import { checkAlone } from './check-alone.ts';
import { type Choice, chooseContext } from './choose-context.ts';
import { collectLogs } from './collect-logs.ts';
import { connectionTo } from './credentials/connection-to.ts';
import { detectCluster } from './detection/detect-cluster.ts';
import { pinnedCopy } from './kubeconfig/pinned-copy.ts';
import { isLocalServer } from './local-server.ts';
import type { Mapping } from './mapping/mapping.ts';
import { mergeCapabilities } from './mapping/merge-capabilities.ts';
import { checkPermissions } from './permissions/check-permissions.ts';
import { readVersion } from './read-version.ts';

export interface ExistingOptions extends Choice {
  /** What the user declares of the cluster. */
  readonly mapping?: Mapping;
  /** Scenarios are played that touch what others use too, for which more must be allowed; true when absent. */
  readonly exclusive?: boolean;
}

/** Simulators that were started by `up` poll as seldom as what they stand for. */
const onThisMachine: Patience = { within: 180_000, holding: 1_000 };
/** Disks, balancers and container groups of a cloud take minutes. */
const elsewhere: Patience = { within: 600_000, holding: 5_000 };

/**
 * A cluster that is there already, by a kubeconfig context that is named. Nothing is created on it to start, and it stays when it is
 * disposed; what goes is our copy of the kubeconfig.
 */
export function existing(options: ExistingOptions): ClusterProvider {
  return { name: 'existing', start: (asked) => connect(options, asked) };
}

async function connect(options: ExistingOptions, { kubernetes: wanted, progress, signal }: StartOptions) {
  const { environment, mapping: declared, exclusive = true } = options;
  progress(`connecting to context ${options.context}`);
  signal.throwIfAborted();
  const context = await chooseContext(options);
  await using undo = new AsyncDisposableStack();
  const { path } = undo.use(await pinnedCopy(context));
  const connection = await connectionTo(context, { environment, signal });
  const api = undo.use(apiClient(connection));

  const kubernetes = await readVersion(api, { context, wanted, progress, signal });
  await checkPermissions(api, { context: context.name, exclusive });
  if (exclusive) await checkAlone(api, context.name);
  const [detected, metadata] = await Promise.all([detectCluster(api), readClusterMetadata(api)]);
  const itself = { name: 'kubernetes', version: kubernetes, simulated: false };
  const all = { ...detected, components: [itself, ...detected.components] };
  const { capabilities, components } = mergeCapabilities(all, { metadata, declared });
  signal.throwIfAborted();

  const owned = undo.move();
  let disposed: Promise<void> | undefined;
  const cluster: Cluster = {
    name: 'existing',
    connection,
    api,
    kubeconfig: path,
    kubernetes,
    capabilities,
    components,
    patience: isLocalServer(context.cluster) ? onThisMachine : elsewhere,
    pace: metadata?.pace ?? 1,
    collectLogs: (directory) => collectLogs(api, directory),
    [Symbol.asyncDispose]: () => {
      disposed ??= owned.disposeAsync();
      return disposed;
    },
  };
  return cluster;
}
