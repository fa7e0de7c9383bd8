import { azurefile } from '../../../clusters/clouds/azure/azurefile.ts';
import { akshci } from '../../../clusters/clouds/azure-stack-hci/akshci.ts';
import { nfs } from '../../../clusters/clouds/azure-stack-hci/nfs.ts';
import type { DriverDefinition } from '../../../clusters/simulator/csi/definition.ts';
import type { Volume } from '../../../clusters/simulators/cloud/volumes/volume.ts';
import { remounted } from '../../testing/remounted.ts';

/** What simulated drivers do otherwise than documented: all of them. */
export type Otherwise = readonly DriverDefinition[];

const everywhere = (other: (volume: Volume) => Volume): Otherwise =>
  [akshci, nfs, azurefile].map((driver) => remounted(driver, other));

/** A kubelet gives the volume to nobody, and the driver is told of no group. */
export const staysAsItIs: Otherwise = everywhere((volume) => ({ ...volume, giveToGroup: () => undefined })).map(
  (driver) => ({
    ...driver,
    nodeCapabilities: driver.nodeCapabilities.filter((capability) => capability !== 'VOLUME_MOUNT_GROUP'),
  }),
);

/** Whatever is mounted is the group's beforehand. */
export const isTheGroups: Otherwise = everywhere((volume) => {
  volume.giveToGroup(2000, 'Always');
  return volume;
});

/** Nobody but root gets an answer. */
export const failsForOthers: Otherwise = everywhere((volume) => ({
  ...volume,
  mkdir(path, as) {
    if (as && as.uid !== 0) throw new Error('Input/output error');
    volume.mkdir(path, as);
  },
}));

/** Nobody gets an answer. */
export const failsForAll: Otherwise = everywhere((volume) => ({
  ...volume,
  mkdir: () => {
    throw new Error('Input/output error');
  },
}));
