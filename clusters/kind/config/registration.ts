import type { MachineSpec, Taint, Topology } from '../../topology/topology.ts';

/** What a kubelet registers its Node with, as kubeadm's `nodeRegistration` has it. */
export interface Registration {
  readonly name: string;
  /** Values of the kubelet's flags; null where it must not have one that kind gives it. */
  readonly flags: Readonly<Record<string, string | null>>;
  readonly taints: readonly Taint[];
  /** Labels of the Node that its kubelet may not set. */
  readonly further: Readonly<Record<string, string>>;
}

export interface Surroundings {
  readonly topology: Pick<Topology, 'cloud' | 'region'>;
  /** A cloud controller manager initializes Nodes: it sets region, zone, type and identity. */
  readonly externalCloud: boolean;
}

export function registrationOf(machine: MachineSpec, { topology, externalCloud }: Surroundings): Registration {
  const { name, taints, instanceType, labels: own, zone } = machine;
  const labels: Readonly<Record<string, string>> = externalCloud ? own : { ...typeLabels(instanceType), ...own };
  const { providerID } = topology.cloud.identify(name, { region: topology.region, ...(zone && { zone }) });
  const entries = Object.entries(labels);
  return {
    name,
    flags: {
      'cloud-provider': externalCloud ? 'external' : null,
      'provider-id': externalCloud ? null : providerID,
      'node-labels': entries
        .filter(([key]) => isForKubelets(key))
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    },
    taints,
    further: Object.fromEntries(entries.filter(([key]) => !isForKubelets(key))),
  };
}

function typeLabels(type: string) {
  return { 'beta.kubernetes.io/instance-type': type, 'node.kubernetes.io/instance-type': type };
}

/** Of Kubernetes' own labels a kubelet may give itself only these: k8s.io/kubelet/pkg/apis/well_known_labels.go. */
function isForKubelets(key: string): boolean {
  const [domain = ''] = key.includes('/') ? key.split('/') : [''];
  if (!/(^|\.)(kubernetes|k8s)\.io$/.test(domain)) return true;
  if (/(^|\.)(node|kubelet)\.kubernetes\.io$/.test(domain)) return true;
  return allowed.includes(key);
}

const allowed: readonly string[] = [
  ...['hostname', 'os', 'arch'].map((name) => `kubernetes.io/${name}`),
  ...['os', 'arch', 'instance-type'].map((name) => `beta.kubernetes.io/${name}`),
  ...['region', 'zone'].flatMap((name) => [
    `topology.kubernetes.io/${name}`,
    `failure-domain.beta.kubernetes.io/${name}`,
  ]),
];
