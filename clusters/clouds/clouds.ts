import type { DriverDefinition } from '../simulators/simulators/csi/definition.ts';
import { akshci } from '../simulators/simulators/csi/drivers/akshci.ts';
import { azuredisk } from '../simulators/simulators/csi/drivers/azuredisk.ts';
import { azurefile } from '../simulators/simulators/csi/drivers/azurefile.ts';
import { ebs, ebs132 } from '../simulators/simulators/csi/drivers/ebs.ts';
import { efs, efs21 } from '../simulators/simulators/csi/drivers/efs.ts';
import { nfs } from '../simulators/simulators/csi/drivers/nfs.ts';
import { nifcloud } from '../simulators/simulators/csi/drivers/nifcloud.ts';
import type { DriverName } from '../simulators/topology/topology.ts';

/** Every driver by its releases, whose behaviour differs; the first is the one that is taken unless another is asked for. */
export const driverProfiles: Readonly<Record<DriverName, Readonly<Record<string, DriverDefinition>>>> = {
  ebs: { '1.64': ebs, '1.32': ebs132 },
  efs: { '3.4': efs, '2.1': efs21 },
  azurefile: { '1.35': azurefile },
  azuredisk: { '1.34': azuredisk },
  akshci: { '1.0': akshci },
  nfs: { '3.1': nfs },
  nifcloud: { '1.1': nifcloud },
};
