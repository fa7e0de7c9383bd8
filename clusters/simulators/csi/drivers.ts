import { ebs, ebs132 } from '../../clouds/aws/ebs.ts';
import { efs, efs21 } from '../../clouds/aws/efs.ts';
import { azuredisk } from '../../clouds/azure/azuredisk.ts';
import { azurefile } from '../../clouds/azure/azurefile.ts';
import { akshci } from '../../clouds/azure-stack-hci/akshci.ts';
import { nfs } from '../../clouds/azure-stack-hci/nfs.ts';
import { nifcloud } from '../../clouds/nifcloud/nifcloud.ts';
import type { DriverDefinition } from '../../simulator/csi/definition.ts';
import type { DriverName } from '../../topology/topology.ts';

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
