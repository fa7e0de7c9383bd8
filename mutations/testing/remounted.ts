import type { DriverDefinition, NodeContext } from '../../clusters/simulator/csi/definition.ts';
import type { Volume } from '../../clusters/simulator/machine/volume.ts';

/** The driver, with another volume mounted in the place of each. */
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
