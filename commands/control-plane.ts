import { findBinaries } from '../clusters/embedded/binaries/binaries.ts';
import { findSidecars as findCsiSidecars } from '../clusters/embedded/binaries/csi.ts';
import { embedded } from '../clusters/embedded/provider.ts';
import type { ConnectTo } from '../clusters/embedded/start/egress-proxy.ts';
import type { FindSidecars } from '../clusters/simulators/csi/sidecars/sidecars-on-demand.ts';
import type { ClusterProvider } from '../harness/cluster.ts';
import { environment } from './environment.ts';

/** The embedded control plane, with its programs from wherever the environment says. */
export function controlPlane(connectTo: ConnectTo): ClusterProvider {
  const { cache } = environment();
  return embedded({ cache, findBinaries: (wanted) => findBinaries({ ...wanted, ...sources() }), connectTo });
}

/** The real sidecars of CSI drivers, from the same places. */
export const findSidecars: FindSidecars = (wanted) => findCsiSidecars({ ...wanted, ...sources() });

function sources() {
  const { cache, assets, registry, httpsProxy, noProxy, variables } = environment();
  return { cache, directory: assets, registry, proxy: { https: httpsProxy, no: noProxy }, environment: variables };
}
