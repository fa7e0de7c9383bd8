/** Image registries: whether a pull succeeds. */
export interface Registries {
  /** Whether the image can be pulled with these `.dockerconfigjson` contents; anonymous when there are none. */
  mayPull(image: string, dockerConfigs: readonly string[]): boolean;
}

/** Azure's container registries need credentials for their server; every other registry is public. */
export function simulatedRegistries(): Registries {
  return {
    mayPull(image, dockerConfigs) {
      const server = serverOf(image);
      if (!server.endsWith('.azurecr.io')) return true;
      return dockerConfigs.flatMap(serversIn).includes(server);
    },
  };
}

/**
 * The part before the first slash is a server when it has a dot or a port:
 * https://pkg.go.dev/github.com/distribution/reference
 */
function serverOf(image: string): string {
  const [first = '', ...rest] = image.split('/');
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : 'docker.io';
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
