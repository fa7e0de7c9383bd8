import { expect } from 'chai';
import type { ApiClient } from '../../harness/api/client.ts';
import type { Resource } from '../../harness/api/resources.ts';
import { detectCluster } from './detect-cluster.ts';

/** An API that only lists these objects by their kinds. */
function apiWith(objects: Readonly<Record<string, readonly object[]>>): ApiClient {
  return { list: async ({ kind }: Resource) => ({ items: objects[kind] ?? [] }) } as unknown as ApiClient;
}

const workload = (images: readonly string[], version?: string) => ({
  metadata: { labels: version === undefined ? {} : { 'app.kubernetes.io/version': version } },
  spec: { template: { spec: { containers: images.map((image) => ({ image })) } } },
});
const driver = (name: string) => ({ metadata: { name } });
const ebs = 'public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver';

async function versions(objects: Readonly<Record<string, readonly object[]>>): Promise<readonly string[]> {
  const { components } = await detectCluster(apiWith(objects));
  return components.map(({ name, version, simulated }) => `${name} ${version}${simulated ? ' simulated' : ''}`);
}

describe('detectCluster', () => {
  it('reads versions from the images of workloads, controllers first, each once', async () => {
    expect(
      await versions({
        CSIDriver: [driver('ebs.csi.aws.com')],
        DaemonSet: [workload([`${ebs}:v1.63.0`]), workload([`${ebs}:v1.64.0`])],
        Deployment: [
          workload([`${ebs}:v1.64.0`, 'registry.k8s.io/sig-storage/csi-provisioner:v6.3.0', 'busybox:1.35.0']),
        ],
        StatefulSet: [workload(['registry.k8s.io/provider-aws/cloud-controller-manager:v1.37.0'])],
      }),
    ).to.deep.equal([
      'ebs-csi-driver 1.64.0',
      'csi-provisioner 6.3.0',
      'aws-cloud-controller-manager 1.37.0',
      'ebs-csi-driver 1.63.0',
    ]);
  });

  it('reads the label of the workload if the image has no version', async () => {
    const there = { CSIDriver: [driver('ebs.csi.aws.com')] };
    expect(await versions({ ...there, Deployment: [workload([`${ebs}@sha256:01`], '1.64.0')] })).to.deep.equal([
      'ebs-csi-driver 1.64.0',
    ]);
    expect(await versions({ ...there, Deployment: [workload([`${ebs}:latest`])] })).to.deep.equal([]);
  });

  it('does not take a program for a driver that is not registered', async () => {
    expect(await versions({ Deployment: [workload([`${ebs}:v1.64.0`])] })).to.deep.equal([]);
    expect(
      await versions({
        CSIDriver: [driver('nfs.csi.k8s.io')],
        Deployment: [workload(['sig-storage/nfsplugin:v4.9.0'])],
      }),
    ).to.deep.equal([]);
  });

  it('sees drivers in the cluster and on its nodes', async () => {
    const { drivers } = await detectCluster(
      apiWith({
        CSIDriver: [driver('disk.csi.azure.com')],
        CSINode: [{ spec: { drivers: [{ name: 'ebs.csi.aws.com' }] } }, { spec: { drivers: null } }],
      }),
    );
    expect([...drivers]).to.deep.equal(['disk.csi.azure.com', 'ebs.csi.aws.com']);
  });
});
