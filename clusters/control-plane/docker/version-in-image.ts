import type { ApiClient } from '../../../harness/api/client.ts';

/** The version, without a leading `v`, of Kubernetes in an image that runs; rejects when it is not of the minor that was asked for. */
export async function versionInImage(api: Pick<ApiClient, 'request'>, minor: string | undefined): Promise<string> {
  const { gitVersion } = await api.request<{ gitVersion: string }>('GET', '/version');
  const version = gitVersion.replace(/^v/, '');
  if (minor === undefined || version.startsWith(`${minor}.`)) return version;
  throw new Error(`the image holds Kubernetes ${version}, but ${minor} was asked for: name another image, or no minor`);
}
