import type { ClusterProvider } from '../harness/cluster.ts';
import { container } from './container/provider.ts';
import { findBinaries, findSidecars as findCsiSidecars } from './control-plane/binaries/binaries.ts';
import type { ConnectTo } from './control-plane/processes/egress-proxy.ts';
import { programSources, settingsFrom } from './control-plane/settings.ts';
import type { FindSidecars } from './control-plane/sidecars-on-demand.ts';
import { embedded } from './embedded/provider.ts';
import { findKind as findKindCli } from './kind/find-kind.ts';
import type { KindOptions } from './kind/options.ts';

/** The embedded control plane, with its programs from wherever the environment says. */
export function embeddedControlPlane(connectTo: ConnectTo): ClusterProvider {
  const { cache } = settingsFrom();
  return embedded({ cache, findBinaries: (wanted) => findBinaries({ ...wanted, ...programSources() }), connectTo });
}

/** The real sidecars of CSI drivers, from the same places. */
export const findSidecars: FindSidecars = (wanted) => findCsiSidecars({ ...wanted, ...programSources() });

/** The kind CLI, from there or from its own release. */
export const findKind: KindOptions['findKind'] = (wanted) => findKindCli({ ...wanted, ...programSources() });

/** The control plane in one container: of an image, or else with its programs from wherever the environment says. */
export function containerControlPlane(image: string | undefined): (connectTo: ConnectTo) => ClusterProvider {
  const { cache, ...others } = programSources();
  return (connectTo) =>
    container({
      cache,
      findBinaries: (wanted) => findBinaries({ ...wanted, ...others, cache }),
      connectTo,
      ...(image !== undefined && { image }),
    });
}
