import type { VersionInfo } from '@kubernetes/client-node';
import type { ApiClient } from '../../harness/api/client.ts';
import type { StartOptions } from '../../harness/cluster.ts';
import { supportedVersions } from '../control-plane/binaries/versions.ts';
import type { ChosenContext } from './kubeconfig/kubeconfig.ts';

interface Asking extends Pick<StartOptions, 'progress' | 'signal'> {
  readonly context: ChosenContext;
  /** Minor that was asked for. */
  readonly wanted: string | undefined;
}

/** The cluster's version, without a leading `v`. Rejects when it does not answer, or has another minor than was asked for. */
export async function readVersion(api: ApiClient, { context, wanted, progress, signal }: Asking): Promise<string> {
  const { name, cluster } = context;
  const { gitVersion } = await api.request<VersionInfo>('GET', '/version', { signal }).catch((cause: Error) => {
    signal.throwIfAborted();
    throw new Error(`context "${name}": could not ask ${cluster.server} for its version: ${cause.message}`, { cause });
  });
  const version = gitVersion.replace(/^v/, '');
  const minor = version.split('.', 2).join('.');
  if (wanted !== undefined && wanted !== minor)
    throw new Error(`context "${name}" has Kubernetes ${version}; ${wanted} was asked for`);
  const known = supportedVersions.map((supported) => supported.minor);
  if (!known.includes(minor))
    progress(
      `Kubernetes ${version} is none that Plimsoll is tested with (${known.join(', ')}); it is tried all the same`,
    );
  return version;
}
