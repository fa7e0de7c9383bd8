import { imageName } from '../cloud/registries.ts';
import { type ContainerScope, containerEvent } from './node-runtime.ts';
import type { ContainerRun } from './running-pod.ts';

const firstBackOff = 10_000;
const longestBackOff = 300_000;
/** Every pull takes this long, and every image is this large. */
const pullTime = 100;
const imageSize = 77_406_988;

/** Resolves when the node has the container's image; retries for ever: pkg/kubelet/images/image_manager.go. */
export async function ensureImage(run: ContainerRun, scope: ContainerScope): Promise<void> {
  const { runtime, signal } = scope;
  const { name, image = '', imagePullPolicy } = run.spec;
  // The API server fills the policy in: `Always` for the tag `latest`.
  if (imagePullPolicy !== 'Always' && runtime.images.has(imageName(image))) {
    containerEvent(scope, name, 'Normal', 'Pulled', runtime.texts.alreadyPresent(image));
    return;
  }
  for (let pause = firstBackOff; ; pause = Math.min(pause * 2, longestBackOff)) {
    containerEvent(scope, name, 'Normal', 'Pulling', `Pulling image "${image}"`);
    await runtime.clock.sleep(pullTime, signal);
    if (runtime.cloud.registries.mayPull(image, dockerConfigs(scope))) break;
    const error = unauthorized(image);
    containerEvent(scope, name, 'Warning', 'Failed', `Failed to pull image "${image}": ${error}`);
    fail('ErrImagePull', error);
    await runtime.clock.sleep(settling, signal);
    const message = `Back-off pulling image "${image}"`;
    containerEvent(scope, name, 'Normal', 'BackOff', message);
    fail('ImagePullBackOff', `${message}: ErrImagePull: ${error}`);
    await runtime.clock.sleep(pause - settling, signal);
  }
  runtime.images.add(imageName(image));
  const took = `${pullTime}ms`;
  const message = `Successfully pulled image "${image}" in ${took} (${took} including waiting).`;
  containerEvent(scope, name, 'Normal', 'Pulled', `${message} Image size: ${imageSize} bytes.`);

  function fail(reason: 'ErrImagePull' | 'ImagePullBackOff', message: string): void {
    containerEvent(scope, name, 'Warning', 'Failed', `Error: ${reason}`);
    run.state = { kind: 'waiting', reason, message };
    runtime.changed(scope.running);
  }
}

/** The kubelet shows ErrImagePull until it looks at the pod again. */
const settling = 1_000;

function dockerConfigs({ running, runtime }: ContainerScope): string[] {
  const { imagePullSecrets = [] } = running.pod.spec;
  return imagePullSecrets.flatMap(({ name }) => {
    const secret = runtime.lookups.secrets.get(`${running.pod.metadata?.namespace}/${name}`);
    const config = secret?.data?.['.dockerconfigjson'];
    return config ? [Buffer.from(config, 'base64').toString()] : [];
  });
}

/** containerd's message for the refusal of a registry with token authentication. */
function unauthorized(image: string): string {
  const qualified = imageName(image);
  const [server = '', ...path] = qualified.split('/');
  const repository = path.join('/').replace(/[:@].*$/, '');
  const scope = `repository%3A${encodeURIComponent(repository)}%3Apull`;
  const url = `https://${server}/oauth2/token?scope=${scope}&service=${server}`;
  return (
    `failed to pull and unpack image "${qualified}": failed to resolve reference "${qualified}": ` +
    `failed to authorize: failed to fetch anonymous token: ` +
    `unexpected status from GET request to ${url}: 401 Unauthorized`
  );
}
