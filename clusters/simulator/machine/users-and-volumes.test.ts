import { expect } from 'chai';
import { running } from '../testing/run-one-pod.ts';
import type { Container, PodSecurity } from './pod.ts';

const sh = (script: string): Container => ({ name: 'c', image: 'busybox', command: ['sh', '-c', script] });

describe("runPod as a pod's user", () => {
  const agent = 'mkdir /var/log/agent && echo ready && sleep infinity';
  const denied = "mkdir: can't create directory '/var/log/agent': Permission denied\n";
  const withDisk = (securityContext: PodSecurity) => ({
    securityContext,
    volumes: [{ name: 'logs', persistentVolumeClaim: { claimName: 'static' } }],
    containers: [{ ...sh(agent), volumeMounts: [{ name: 'logs', mountPath: '/var/log' }] }],
  });

  it('lets a container crash that may not write to its volume, and says why in its log', async () => {
    const pod = await running(withDisk({ runAsUser: 1000, fsGroup: 2000 }), { fsGroupPolicy: 'None' });
    await pod.clock.advance(20_000);
    expect(pod.states).to.include('terminated 1');
    expect(pod.states.at(-1)).to.match(/^waiting CrashLoopBackOff/);
    expect(await pod.log(false)).to.equal(denied);
  });

  it('lets it run where the kubelet gives the volume to the group', async () => {
    const pod = await running(withDisk({ runAsUser: 1000, fsGroup: 2000 }), { fsGroupPolicy: 'File' });
    await pod.clock.advance(20_000);
    expect(pod.states.at(-1)).to.equal('running');
    expect(await pod.log(false)).to.equal('ready\n');
  });

  it('lets the group write only if the process is in it', async () => {
    const spec = withDisk({ runAsUser: 1000 });
    const pod = await running(spec, { fsGroupPolicy: 'File' });
    await pod.clock.advance(20_000);
    expect(await pod.log(false)).to.equal(denied);
  });

  it('says that an image runs as root where it must not', async () => {
    const pod = await running({ securityContext: { runAsNonRoot: true }, containers: [sh('true')] });
    await pod.clock.advance(1_000);
    expect(pod.states.at(-1)).to.equal(
      'waiting CreateContainerConfigError container has runAsNonRoot and image will run as root (pod: "web_shop(u)", container: c)',
    );
  });
});
