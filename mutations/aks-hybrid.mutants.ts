import { azurefile } from '../clusters/clouds/azure/azurefile.ts';
import { akshci } from '../clusters/clouds/azure-stack-hci/akshci.ts';
import { nfs } from '../clusters/clouds/azure-stack-hci/nfs.ts';
import type { DriverDefinition } from '../clusters/simulator/csi/definition.ts';
import type { Volume } from '../clusters/simulator/machine/volume.ts';
import { remounted } from './testing/remounted.ts';

export type Drivers = readonly DriverDefinition[];

/** All drivers of the topology, with another volume in the place of each. */
const everywhere = (other: (volume: Volume) => Volume): Drivers =>
  [akshci, nfs, azurefile].map((driver) => remounted(driver, other));

/** Neither a kubelet nor a driver gives a volume to the Pod's group. */
export const staysAsItIs: Drivers = everywhere((volume) => ({ ...volume, giveToGroup: () => undefined })).map(
  (driver) => ({
    ...driver,
    nodeCapabilities: driver.nodeCapabilities.filter((capability) => capability !== 'VOLUME_MOUNT_GROUP'),
  }),
);

/** Every volume belongs to the group before it is mounted. */
export const isTheGroups: Drivers = everywhere((volume) => {
  volume.giveToGroup(2000, 'Always');
  return volume;
});

/** A volume fails for every user but root. */
export const failsForOthers: Drivers = everywhere((volume) => ({
  ...volume,
  mkdir(path, as) {
    if (as && as.uid !== 0) throw new Error('Input/output error');
    volume.mkdir(path, as);
  },
}));

/** A volume fails for every user. */
export const failsForAll: Drivers = everywhere((volume) => ({
  ...volume,
  mkdir: () => {
    throw new Error('Input/output error');
  },
}));
