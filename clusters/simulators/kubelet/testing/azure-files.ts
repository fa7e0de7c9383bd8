import { azurefile } from '../../../clouds/azure/azurefile.ts';
import { tableMounter } from '../../../simulator/csi/definition.ts';
import { inProcessNode } from '../../../simulator/testing/csi-in-process-node.ts';
import type { NodeService } from '../storage/node-service.ts';
import type { Storage } from '../volumes.ts';

/** Azure Files' driver on a machine of the cloud, in this process. */
export function azureFiles({ cloud, lookups }: Storage, name: string): NodeService {
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
