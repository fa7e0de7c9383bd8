export const name = 'virtual-node-aci-linux';
/** When the clock of tests starts. */
export const started = '2026-01-01T00:00:00Z';

const labels = {
  type: 'virtual-kubelet',
  'kubernetes.io/role': 'agent',
  'kubernetes.io/hostname': name,
  'beta.kubernetes.io/os': 'linux',
  'alpha.service-controller.kubernetes.io/exclude-balancer': 'true',
  'node.kubernetes.io/exclude-from-external-load-balancers': 'true',
  'kubernetes.azure.com/managed': 'false',
};
const quantities = { cpu: '10k', memory: '4Ti', pods: '5k' };
const condition = (type: string, status: string, [reason, message]: readonly [string, string]) => ({
  ...{ type, status, reason, message },
  lastHeartbeatTime: started,
  lastTransitionTime: started,
});
const created = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels },
  spec: { taints: [{ key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule' }] },
  status: {
    capacity: quantities,
    allocatable: quantities,
    conditions: [
      condition('Ready', 'True', ['KubeletReady', 'kubelet is ready.']),
      condition('OutOfDisk', 'False', ['KubeletHasSufficientDisk', 'kubelet has sufficient disk space available']),
      condition('MemoryPressure', 'False', ['KubeletHasSufficientMemory', 'kubelet has sufficient memory available']),
      condition('DiskPressure', 'False', ['KubeletHasNoDiskPressure', 'kubelet has no disk pressure']),
      condition('NetworkUnavailable', 'False', ['RouteCreated', 'RouteController created a route']),
    ],
    addresses: [{ type: 'InternalIP', address: '10.224.0.115' }],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      ...{ machineID: '', systemUUID: '', bootID: '', kernelVersion: '', osImage: '' },
      ...{ containerRuntimeVersion: '', kubeProxyVersion: '', operatingSystem: 'Linux' },
      kubeletVersion: 'v1.19.10-vk-azure-aci-1.4.8',
      architecture: 'amd64',
    },
  },
};
/** The bodies with which the profiles register their nodes, written down field by field. */
export const posted = {
  'aks-1.4.8': created,
  'aks-1.6': {
    ...created,
    metadata: { name, labels: { ...labels, 'kubernetes.io/os': 'linux' } },
    status: {
      ...created.status,
      phase: 'Pending',
      nodeInfo: { ...created.status.nodeInfo, kubeletVersion: 'v1.25.0-vk-azure-aci-1.6.4', architecture: '' },
    },
  },
};
