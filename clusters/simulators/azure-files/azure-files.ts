import { ApiError } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/objects.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Simulator } from '../../../harness/simulator.ts';

/** The release whose manifest is followed: https://github.com/kubernetes-sigs/azurefile-csi-driver */
const version = '1.35.0';

/** deploy/v1.35.0/csi-azurefile-driver.yaml: mounts need no attachment, and pods may name a share inline. */
const driver: KubernetesObject & { spec: object } = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIDriver',
  metadata: { name: 'file.csi.azure.com', annotations: { csiDriver: `v${version}`, snapshot: 'v6.2.2' } },
  spec: {
    attachRequired: false,
    podInfoOnMount: true,
    volumeLifecycleModes: ['Persistent', 'Ephemeral'],
    fsGroupPolicy: 'ReadWriteOnceWithFSType',
    requiresRepublish: true,
    tokenRequests: [{ audience: 'api://AzureADTokenExchange', expirationSeconds: 3600 }],
  },
};

/**
 * Azure Files' CSI driver as far as the cluster's API shows it. Its node part is the kubelet simulator's: it mounts the
 * cloud's shares. Volumes are static: nothing provisions.
 */
export function azureFiles(): Simulator {
  return {
    component: { name: 'azurefile-csi-driver', version, simulated: true },
    capabilities: ['azure-files'],
    async attachTo({ api }) {
      try {
        await api.create(resources.CSIDriver, driver);
      } catch (error) {
        // A cluster that stays may have it from the last time.
        if (!(error instanceof ApiError && error.status.reason === 'AlreadyExists')) throw error;
      }
      return { [Symbol.asyncDispose]: async () => undefined };
    },
  };
}
