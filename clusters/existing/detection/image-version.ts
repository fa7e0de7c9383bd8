import { parse } from 'semver';

/** Endings that make an earlier version of it; others, such as `-eksbuild.1` or `-windows-hp`, only tell how it was packed. */
const beforeRelease = /^(alpha|beta|rc|dev|pre|canary)/;

/** Where an image comes from, and its version, if its tag is one. */
export interface ImageName {
  /** `public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver` */
  readonly repository: string;
  readonly version: string | undefined;
}

/** Reads `repository[:tag][@digest]`; a colon before the last slash is that of a port. */
export function imageName(image: string): ImageName {
  const [named = ''] = image.split('@');
  const [, repository = '', tag] = /^(.*?)(?::([^/:]+))?$/.exec(named) ?? [];
  return { repository, version: versionIn(tag) };
}

/** `v1.64.0-eksbuild.1` is 1.64.0, `v1.65.0-rc.1` is 1.65.0-rc.1, and `latest` is no version. */
export function versionIn(tag: string | undefined): string | undefined {
  const version = parse(tag?.replace(/^v/, ''));
  if (!version) return undefined;
  const { major, minor, patch, prerelease } = version;
  const isEarlier = prerelease.length > 0 && beforeRelease.test(String(prerelease[0]));
  return `${major}.${minor}.${patch}${isEarlier ? `-${prerelease.join('.')}` : ''}`;
}
