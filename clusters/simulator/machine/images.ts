import { hash } from 'node:crypto';
import { type ContainerScope, containerEvent } from './node-runtime.ts';
import type { Container } from './pod.ts';
import type { ContainerRun } from './running-pod.ts';

const firstBackOff = 10_000;
const longestBackOff = 300_000;
/** How long a pull takes, and how large every image is: nobody asserts on either. */
const pullTime = 100;
const imageSize = 77_406_988;

/** Resolves when the node has the container's image; tries for ever, as the kubelet does: pkg/kubelet/images/image_manager.go. */
export async function ensureImage(run: ContainerRun, scope: ContainerScope): Promise<void> {
  const { host, signal } = scope;
  const { name, image = '' } = run.spec;
  if (isPresent(run.spec, scope)) {
    containerEvent(scope, name, { type: 'Normal', reason: 'Pulled', message: host.texts.alreadyPresent(image) });
    return;
  }
  for (let pause = firstBackOff; ; pause = Math.min(pause * 2, longestBackOff)) {
    containerEvent(scope, name, { type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"` });
    await host.clock.sleep(pullTime, signal);
    if (host.cloud.registries.mayPull(image, dockerConfigs(scope))) break;
    const error = unauthorized(image);
    containerEvent(scope, name, {
      type: 'Warning',
      reason: 'Failed',
      message: `Failed to pull image "${image}": ${error}`,
    });
    fail('ErrImagePull', error);
    await host.clock.sleep(settling, signal);
    const message = `Back-off pulling image "${image}"`;
    containerEvent(scope, name, { type: 'Normal', reason: 'BackOff', message });
    fail('ImagePullBackOff', `${message}: ErrImagePull: ${error}`);
    await host.clock.sleep(pause - settling, signal);
  }
  host.images.add(imageName(image));
  const took = `${pullTime}ms`;
  const message = `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${imageSize} bytes.`;
  containerEvent(scope, name, { type: 'Normal', reason: 'Pulled', message });

  function fail(reason: 'ErrImagePull' | 'ImagePullBackOff', message: string): void {
    containerEvent(scope, name, { type: 'Warning', reason: 'Failed', message: `Error: ${reason}` });
    run.state = { kind: 'waiting', reason, message };
    host.changed(scope.running);
  }
}

/** The kubelet shows ErrImagePull until it looks at the pod again. */
const settling = 1_000;

/** Without a policy, `latest` is pulled each time; the API server fills the policy in, bare pods of tests may not have it. */
function isPresent({ image = '', imagePullPolicy }: Container, { host }: ContainerScope): boolean {
  return imagePullPolicy !== 'Always' && host.images.has(imageName(image));
}

function dockerConfigs({ running, host }: ContainerScope): string[] {
  const { imagePullSecrets = [] } = running.pod.spec;
  return imagePullSecrets.flatMap(({ name }) => {
    const secret = host.lookups.secrets.get(`${running.pod.metadata?.namespace}/${name}`);
    const config = secret?.data?.['.dockerconfigjson'];
    return config ? [Buffer.from(config, 'base64').toString()] : [];
  });
}

/** As containerd words the refusal of an Azure container registry. */
function unauthorized(image: string): string {
  const qualified = imageName(image);
  const [server = '', ...path] = qualified.split('/');
  const repository = path.join('/').replace(/[:@].*$/, '');
  const url = `https://${server}/oauth2/token?scope=repository%3A${encodeURIComponent(repository)}%3Apull&service=${server}`;
  return (
    `failed to pull and unpack image "${qualified}": failed to resolve reference "${qualified}": failed to authorize: ` +
    `failed to fetch anonymous token: unexpected status from GET request to ${url}: 401 Unauthorized`
  );
}

/** The name by which containerd reports an image: with registry and tag. https://pkg.go.dev/github.com/distribution/reference */
export function imageName(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const hasServer = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const qualified = hasServer ? image : `docker.io/${rest.length > 0 ? image : `library/${image}`}`;
  return /:[^/]+$|@/.test(qualified) ? qualified : `${qualified}:latest`;
}

/** The digest by which it was pulled; made up, but the same for the same image. */
export function imageId(image: string): string {
  const [repository = ''] = imageName(image).split(/:[^/]+$|@/);
  const digest = /@(sha256:[0-9a-f]+)$/.exec(image)?.[1] ?? `sha256:${hash('sha256', imageName(image))}`;
  return `${repository}@${digest}`;
}
