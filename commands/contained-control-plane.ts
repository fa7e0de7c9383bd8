import { container } from '../clusters/container/provider.ts';
import { findBinaries } from '../clusters/embedded/binaries/binaries.ts';
import type { ConnectTo } from '../clusters/embedded/start/egress-proxy.ts';
import type { ClusterProvider } from '../harness/cluster.ts';
import { sources } from './control-plane.ts';

/** The control plane in one container: of an image, or else with its programs from wherever the environment says. */
export function containedControlPlane(image: string | undefined): (connectTo: ConnectTo) => ClusterProvider {
  const { cache, ...others } = sources();
  return (connectTo) =>
    container({
      cache,
      findBinaries: (wanted) => findBinaries({ ...wanted, ...others, cache }),
      connectTo,
      ...(image !== undefined && { image }),
    });
}
