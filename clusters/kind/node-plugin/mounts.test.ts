import { expect } from 'chai';
import { mountPoints } from './mounts.ts';

const table = `1 0 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw
2 1 0:5 / /dev rw - devtmpfs udev rw
3 1 254:0 /tmp/v /var/lib/kubelet/pods/a/volumes/kubernetes.io~csi/data/mount rw shared:9 - ext4 /dev/root rw
4 1 254:0 /tmp/v /var/lib/kubelet/pods/with\\040space\\134 ro,relatime shared:9 - ext4 /dev/root rw
5 1 254:0 /tmp/v /var/lib/kubelets rw - ext4 /dev/root rw
`;

describe('mountPoints', () => {
  it('are those below the kubelet’s directory, as they are called', () => {
    expect(mountPoints(table)).to.deep.equal([
      '/var/lib/kubelet/pods/a/volumes/kubernetes.io~csi/data/mount',
      '/var/lib/kubelet/pods/with space\\',
    ]);
  });

  it('are read from the kernel', () => {
    expect(mountPoints(undefined, '/')).to.include('/');
  });
});
