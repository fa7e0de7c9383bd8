import { join } from 'node:path';
import { resources } from '../../../harness/api/resources.ts';
import { findSidecars } from '../../control-plane/binaries/binaries.ts';
import type { Settings } from '../../control-plane/settings.ts';
import { sidecarsOnDemand } from '../../control-plane/sidecars-on-demand.ts';
import { realPrograms } from '../../control-plane/testing/real-programs.ts';
import { embedded } from '../provider.ts';
import { storageClass, volumeClaim } from './sidecar-driver.ts';

// A process that starts a cluster with a claim whose driver does not run; the test ends it.

const sources = JSON.parse(process.argv[2] ?? '') as Settings;
const { api, kubeconfig } = await embedded(realPrograms(sources)).start({
  pace: 1,
  progress: () => undefined,
  signal: new AbortController().signal,
});
const { cache, assets: directory, registry, variables } = sources;
const name = 'test.csi.example.com';
sidecarsOnDemand({
  api,
  kubeconfig,
  driver: { controllerSocket: join(kubeconfig, 'absent'), definition: { name, sidecars: { provisioner: {} } } },
  find: (options) => findSidecars({ ...options, cache, directory, registry, environment: variables }),
  pace: 1,
  logs: join(kubeconfig, '../logs'),
  problem: (message) => console.error(message),
});
await api.create(resources.StorageClass, storageClass(name));
await api.create(resources.PersistentVolumeClaim, volumeClaim('data'), { namespace: 'default' });
console.log(kubeconfig);
