import { createHash } from 'node:crypto';
import type { CloudName } from '../../topology/topology.ts';

export interface MachineIdentity {
  readonly id: string;
  /** As the cloud's controller manager writes it into the Node. */
  readonly providerID: string;
}

interface Place {
  readonly region: string;
  readonly zone?: string;
}

const subscription = '00000000-0000-0000-0000-000000000000';

/**
 * How clouds name their machines. An id follows from the name, so that two runs are alike: AWS's has 17 hexadecimal digits,
 * NIFCLOUD's unique id eight; Azure's and Azure Stack HCI's is the name itself.
 */
export const machineIdentity: Readonly<Record<CloudName, (name: string, place: Place) => MachineIdentity>> = {
  // k8s.io/cloud-provider-aws, pkg/providers/v1/instances.go
  aws: (name, { zone = '' }) => {
    const id = `i-0${digest(name, 16)}`;
    return { id, providerID: `aws:///${zone}/${id}` };
  },
  // nifcloud-cloud-controller-manager, pkg/cloudprovider/providers/nifcloud
  nifcloud: (name, { zone = '' }) => {
    const id = `i-${digest(name, 8)}`;
    return { id, providerID: `nifcloud:///${zone}/${id}` };
  },
  // A machine of a scale set is `<set><six digits, base 36>` to Kubernetes and `<set>/virtualMachines/<number>` to Azure.
  azure: (name, { region }) => {
    const group = `/subscriptions/${subscription}/resourceGroups/mc_plimsoll_plimsoll_${region}`;
    const compute = `${group}/providers/Microsoft.Compute`;
    const [, set, number] = /^(.*vmss)([0-9a-z]{6})$/.exec(name) ?? [];
    const path = set
      ? `virtualMachineScaleSets/${set}/virtualMachines/${Number.parseInt(number ?? '0', 36)}`
      : `virtualMachines/${name}`;
    return { id: name, providerID: `azure://${compute}/${path}` };
  },
  'azure-stack-hci': (name) => ({ id: name, providerID: `moc://${name}` }),
};

function digest(name: string, digits: number): string {
  return createHash('sha256').update(name).digest('hex').slice(0, digits);
}
