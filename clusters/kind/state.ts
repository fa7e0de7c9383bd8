import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStateDirectory, type StateDirectory } from '../control-plane/state/state-directory.ts';

/** Where a kind cluster keeps what it writes; when it goes, so do the cluster's containers. */
export interface KindState extends StateDirectory {
  /** Name of the cluster, which no other one has: `plimsoll-0123456789abcdef`. */
  readonly cluster: string;
  readonly kubeconfig: string;
  readonly config: string;
  readonly log: string;
  hostnameFile(container: string): string;
  writeHostname(container: string, name: string): Promise<void>;
}

/** kind's own label: pkg/cluster/internal/providers/docker/constants.go there. */
export const clusterLabel = 'io.x-k8s.kind.cluster';

const removeContainers = fileURLToPath(new URL('remove-containers.sh', import.meta.url));

export async function openKindState(): Promise<KindState> {
  const command = ['/bin/sh', removeContainers];
  const state = await openStateDirectory((name, directory) => [...command, `${clusterLabel}=${name}`, directory]);
  const { path } = state;
  const hostnames = join(path, 'hostnames');
  await mkdir(hostnames);
  return {
    ...state,
    cluster: basename(path),
    kubeconfig: join(path, 'kubeconfig'),
    config: join(path, 'kind.yaml'),
    log: join(path, 'kind.log'),
    hostnameFile: (container) => join(hostnames, container),
    writeHostname: (container, name) => writeFile(join(hostnames, container), `${name}\n`),
  };
}
