import { azurefile } from '../../clouds/azure/azurefile.ts';
import { tableMounter } from '../csi/definition.ts';
import type { NodeService } from '../machine/csi-drivers.ts';
import type { NodeRuntime } from '../machine/node-runtime.ts';
import { inProcessNode } from './csi-in-process-node.ts';

/** Azure Files' driver on a machine of the cloud, in this process. */
export function azureFiles({ cloud, lookups }: Pick<NodeRuntime, 'cloud' | 'lookups'>, name: string): NodeService {
  const machine = cloud.machines.get(name);
  if (!machine) throw new Error(`expected the cloud to have a machine ${name}`);
  const service = inProcessNode(azurefile, {
    cloud,
    machine,
    machineOf: () => machine,
    mounter: tableMounter(cloud.mounts(name)),
    async secret(namespace, secret) {
      const found = await lookups.fetch.secret(namespace, secret);
      return found && Object.fromEntries(Object.entries(found.data ?? {}).map(([key, data]) => [key, atob(data)]));
    },
  });
  return { ...service, close: () => undefined };
}
