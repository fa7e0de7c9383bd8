import type { DriverDefinition, NodeContext } from '../../clusters/simulator/csi/definition.ts';
import type { Volume } from '../../clusters/simulators/cloud/volumes/volume.ts';

/** The driver, which mounts something else in the place of each volume. */
export function remounted<D extends DriverDefinition>(driver: D, other: (volume: Volume) => Volume): DriverDefinition {
  const elsewhere = (context: NodeContext): NodeContext => ({
    ...context,
    mounter: {
      ...context.mounter,
      mount: (path, { id, volume }, options) => context.mounter.mount(path, { id, volume: other(volume) }, options),
    },
  });
  const { nodeStageVolume, nodePublishVolume }: DriverDefinition = driver;
  return {
    ...driver,
    ...(nodeStageVolume && { nodeStageVolume: (request, context) => nodeStageVolume(request, elsewhere(context)) }),
    ...(nodePublishVolume && {
      nodePublishVolume: (request, context) => nodePublishVolume(request, elsewhere(context)),
    }),
  };
}
