import type { FindSidecars } from '../clusters/control-plane/sidecars-on-demand.ts';
import { findBinaries } from '../clusters/embedded/binaries/binaries.ts';
import { findSidecars as findCsiSidecars } from '../clusters/embedded/binaries/csi.ts';
import { embedded } from '../clusters/embedded/provider.ts';
import type { ConnectTo } from '../clusters/embedded/start/egress-proxy.ts';
import { findKind as findKindCli } from '../clusters/kind/cli/find-kind.ts';
import type { KindOptions } from '../clusters/kind/provider.ts';
import type { ClusterProvider } from '../harness/cluster.ts';
import { environment } from './environment.ts';

/** The embedded control plane, with its programs from wherever the environment says. */
export function controlPlane(connectTo: ConnectTo): ClusterProvider {
  const { cache } = environment();
  return embedded({ cache, findBinaries: (wanted) => findBinaries({ ...wanted, ...sources() }), connectTo });
}

/** The real sidecars of CSI drivers, from the same places. */
export const findSidecars: FindSidecars = (wanted) => findCsiSidecars({ ...wanted, ...sources() });

/** The kind CLI, from there or from its own release. */
export const findKind: KindOptions['findKind'] = (wanted) => findKindCli({ ...wanted, ...sources() });

/** Where programs come from. */
export function sources() {
  const { cache, assets, registry, kindReleases: releases, httpsProxy, noProxy, variables } = environment();
  const proxy = { https: httpsProxy, no: noProxy };
  return { cache, directory: assets, registry, releases, proxy, environment: variables };
}
