export type Registries = ReturnType<typeof simulatedRegistries>;

/** Registries below the domain `privateOnes` need credentials for their server; all others are public. */
export function simulatedRegistries(privateOnes?: string) {
  return {
    /** Whether the image can be pulled with these `.dockerconfigjson` contents; anonymous when there are none. */
    mayPull(image: string, dockerConfigs: readonly string[]): boolean {
      const [server = ''] = imageName(image).split('/');
      return !privateOnes || !server.endsWith(privateOnes) || dockerConfigs.flatMap(serversIn).includes(server);
    },
  };
}

/** The servers that a configuration has credentials for. Keys may be URLs, as `docker login` once wrote them. */
function serversIn(dockerConfig: string): string[] {
  try {
    const { auths = {} } = JSON.parse(dockerConfig) as { auths?: Record<string, { auth?: string; username?: string }> };
    return Object.entries(auths)
      .filter(([, { auth, username }]) => auth || username)
      .map(([server]) => server.replace(/^https?:\/\//, '').replace(/\/.*$/, ''));
  } catch {
    // The kubelet ignores an unreadable pull secret and takes the next one.
    return [];
  }
}

/** containerd's name of an image, with registry and tag: https://pkg.go.dev/github.com/distribution/reference */
export function imageName(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const hasServer = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const qualified = hasServer ? image : `docker.io/${rest.length > 0 ? image : `library/${image}`}`;
  return /:[^/]+$|@/.test(qualified) ? qualified : `${qualified}:latest`;
}
