import { expect } from 'chai';
import type { Container, PodSpec } from '../../../harness/kubernetes.ts';
import { running } from '../testing/run-one-pod.ts';

const sh = (script: string): Container => ({ name: 'c', image: 'busybox', command: ['sh', '-c', script] });

describe('runPod', () => {
  it('pulls, creates and starts, in the words of the minor', async () => {
    const pod = await running({ containers: [{ name: 'c', image: 'nginx' }] });
    await pod.clock.advance(1_000);
    expect(pod.states).to.deep.equal(['waiting ContainerCreating', 'running']);
    expect(pod.events).to.deep.equal([
      'Pulling: Pulling image "nginx"',
      'Pulled: Successfully pulled image "nginx" in 100ms (100ms including waiting). Image size: 77406988 bytes.',
      'Created: Container created',
      'Started: Container started',
    ]);
  });

  it('backs off from a crashing container: immediately, then 10 s doubling to 5 min', async () => {
    const pod = await running({ containers: [sh('exit 3')] });
    await pod.clock.advance(1_200_000);
    const waits = pod.states.filter((state) => state.includes('CrashLoopBackOff'));
    expect(waits.map((state) => /back-off (\S+)/.exec(state)?.[1])).to.deep.equal([
      '10s',
      '20s',
      '40s',
      '1m20s',
      '2m40s',
      '5m0s',
      '5m0s',
      '5m0s',
    ]);
    expect(waits[0]).to.equal('waiting CrashLoopBackOff back-off 10s restarting failed container=c pod=web_shop(u)');
    expect(pod.state.containers[0]).to.include({ restartCount: 8 });
    expect(pod.state.containers[0]?.lastState).to.include({ exitCode: 3, reason: 'Error' });
    expect(pod.events).to.include('BackOff: Back-off restarting failed container c in pod web_shop(u)');
  });

  it('restarts no container of a pod that runs once', async () => {
    const pod = await running({ restartPolicy: 'Never', containers: [sh('echo done; exit 3')] });
    await pod.clock.advance(60_000);
    expect(pod.states.at(-1)).to.equal('terminated 3');
    expect(pod.state.hasSandbox).to.equal(false);
    expect(await pod.log(false)).to.equal('done\n');
  });

  it('lets init containers go first, one after the other', async () => {
    const volumeMounts = [{ name: 'w', mountPath: '/w' }];
    const pod = await running({
      volumes: [{ name: 'w', emptyDir: {} }],
      initContainers: [
        { ...sh('sleep 5; echo one > /w/f'), name: 'first', volumeMounts },
        { ...sh('echo two >> /w/f'), name: 'second', volumeMounts },
      ],
      containers: [{ ...sh('cat /w/f; sleep infinity'), volumeMounts }],
    });
    await pod.clock.advance(4_000);
    expect(pod.states).to.deep.equal(['waiting PodInitializing']);
    await pod.clock.advance(4_000);
    expect(await pod.log(false)).to.equal('one\ntwo\n');
  });

  it('tries a private image again and again until there is a secret for it', async () => {
    const pod = await running({
      imagePullSecrets: [{ name: 'pull' }],
      containers: [{ name: 'c', image: 'x.azurecr.io/web:1' }],
    });
    await pod.clock.advance(25_000);
    expect(pod.states.map((state) => state.split(' ').slice(0, 2).join(' '))).to.deep.equal([
      'waiting ContainerCreating',
      'waiting ErrImagePull',
      'waiting ImagePullBackOff',
      'waiting ErrImagePull',
      'waiting ImagePullBackOff',
    ]);
    expect(pod.log(false)).to.deep.include({
      message: 'container "c" in pod "web" is waiting to start: trying and failing to pull image',
    });
    const auths = Buffer.from(JSON.stringify({ auths: { 'x.azurecr.io': { auth: 'dTpw' } } })).toString('base64');
    pod.secrets.set('shop/pull', { data: { '.dockerconfigjson': auths } });
    await pod.clock.advance(20_000);
    expect(pod.states.at(-1)).to.equal('running');
  });

  it('heals when a missing ConfigMap appears: in a volume, in a variable', async () => {
    const env = [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'late', key: 'a' } } }];
    const pod = await running({
      volumes: [{ name: 'v', configMap: { name: 'late' } }],
      containers: [{ ...sh('echo $A; sleep 99'), env }],
    });
    await pod.clock.advance(3_000);
    expect(new Set(pod.events)).to.deep.equal(
      new Set(['FailedMount: MountVolume.SetUp failed for volume "v" : configmap "late" not found']),
    );
    pod.configMaps.set('shop/late', { data: {} });
    await pod.clock.advance(5_000);
    expect(pod.states.at(-1)).to.equal("waiting CreateContainerConfigError couldn't find key a in ConfigMap shop/late");
    pod.configMaps.set('shop/late', { data: { a: 'here' } });
    await pod.clock.advance(10_000);
    expect(await pod.log(false)).to.equal('here\n');
  });

  it('stops immediately when aborted', async () => {
    const pod = await running({ containers: [sh('sleep infinity')] });
    await pod.clock.advance(1_000);
    pod.stop();
    await pod.done;
    expect(pod.states.at(-1)).to.equal('terminated 143');
  });

  it('keeps the log of the run before', async () => {
    const volumeMounts = [{ name: 'w', mountPath: '/w' }];
    const script = 'test -f /w/f && echo second && sleep infinity; echo first; echo x > /w/f';
    const pod = await running({
      volumes: [{ name: 'w', emptyDir: {} }],
      containers: [{ ...sh(script), volumeMounts }],
    });
    await pod.clock.advance(5_000);
    expect(await pod.log(true)).to.equal('first\n');
    expect(await pod.log(false)).to.equal('second\n');
  });
});

describe("runPod as a pod's user", () => {
  const agent = 'mkdir /var/log/agent && echo ready && sleep infinity';
  const denied = "mkdir: can't create directory '/var/log/agent': Permission denied\n";
  const withDisk = (securityContext: NonNullable<PodSpec['securityContext']>) => ({
    securityContext,
    volumes: [{ name: 'logs', persistentVolumeClaim: { claimName: 'static' } }],
    containers: [{ ...sh(agent), volumeMounts: [{ name: 'logs', mountPath: '/var/log' }] }],
  });

  it('lets a container without write access crash, and logs why', async () => {
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

  it('reports that an image must not run as root', async () => {
    const pod = await running({ securityContext: { runAsNonRoot: true }, containers: [sh('true')] });
    await pod.clock.advance(1_000);
    expect(pod.states.at(-1)).to.equal(
      'waiting CreateContainerConfigError container has runAsNonRoot and image will run as root (pod: ' +
        '"web_shop(u)", container: c)',
    );
  });
});
